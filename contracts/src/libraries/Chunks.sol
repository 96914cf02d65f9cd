// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title Bytes kept as the code of contracts
/// @notice Code is the cheapest place for bytes that never change, and nobody can change it: each chunk starts with the
/// instruction STOP, so that a call of it does nothing, and it holds no instruction that could remove it.
library Chunks {
    /// @notice How many bytes of content a chunk holds at most: the largest code of EIP-170 less the STOP before it.
    uint256 internal constant SIZE = 24575;

    /// @notice The chain did not create a chunk, or its content is longer than one can be.
    error ChunkNotCreated();
    /// @notice An address holds no chunk, or one that is not full although others follow it.
    error NotAChunk(address chunk);

    /// @notice Keeps bytes, at most `SIZE`, as the code of a new contract.
    function store(bytes memory content) internal returns (address chunk) {
        // the length stands in two bytes: of a longer one, only what exceeds 65,536 would be kept
        if (content.length > SIZE) revert ChunkNotCreated();
        // PUSH2 length, DUP1, PUSH1 10, RETURNDATASIZE, CODECOPY, RETURNDATASIZE, RETURN: gives all that follows it
        bytes memory creation =
            abi.encodePacked(hex"61", uint16(content.length + 1), hex"80600a3d393df300", content);
        assembly ("memory-safe") {
            chunk := create(0, add(creation, 32), mload(creation))
        }
        if (chunk == address(0)) revert ChunkNotCreated();
    }

    /// @notice Gives the bytes of chunks joined: all but the last are full.
    function join(address[] memory chunks) internal view returns (bytes memory content) {
        uint256 length;
        for (uint256 i; i < chunks.length; ++i) {
            address chunk = chunks[i];
            uint256 size = chunk.code.length;
            uint256 first;
            assembly ("memory-safe") {
                extcodecopy(chunk, 0, 0, 1)
                first := byte(0, mload(0))
            }
            bool isWhole = i + 1 == chunks.length ? size > 1 : size == SIZE + 1;
            if (!isWhole || first != 0) revert NotAChunk(chunk);
            length += size - 1;
        }
        content = new bytes(length);
        for (uint256 i; i < chunks.length; ++i) {
            address chunk = chunks[i];
            assembly ("memory-safe") {
                extcodecopy(chunk, add(add(content, 32), mul(i, SIZE)), 1, sub(extcodesize(chunk), 1))
            }
        }
    }
}
