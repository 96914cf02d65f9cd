// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice A row of numbers of 64 bits, four in each word of storage.
struct Row {
    uint256[1024] words;
}

using Lanes for Row global;

/// @title Four numbers in each word of storage
/// @notice A program's numbers stay below 2^63, so that a word holds four; a period then writes a quarter of the words.
/// It is assembly because Solidity checks bounds that no program of at most 4,096 lasting slots can pass.
library Lanes {
    /// @notice A number does not fit into a lane, or a row is longer than it may be.
    error LaneOverflow();

    uint256 private constant MAX = 0xffffffffffffffff;

    /// @notice Gives the number in a lane.
    function get(Row storage row, uint256 lane) internal view returns (uint256 found) {
        assembly ("memory-safe") {
            found := and(shr(shl(6, and(lane, 3)), sload(add(row.slot, shr(2, lane)))), MAX)
        }
    }

    /// @notice Puts a number into a lane, in place of what it held.
    function put(Row storage row, uint256 lane, uint256 value) internal {
        if (value > MAX) revert LaneOverflow();
        assembly ("memory-safe") {
            let place := add(row.slot, shr(2, lane))
            let shift := shl(6, and(lane, 3))
            sstore(place, or(and(sload(place), not(shl(shift, MAX))), shl(shift, value)))
        }
    }

    /// @notice Gives the numbers of the first lanes, a word of memory each.
    function load(Row storage row, uint256 count) internal view returns (uint256[] memory numbers) {
        assembly ("memory-safe") {
            numbers := mload(0x40)
            mstore(numbers, count)
            let to := add(numbers, 32)
            let word := 0
            for { let lane := 0 } lt(lane, count) { lane := add(lane, 1) } {
                if iszero(and(lane, 3)) { word := sload(add(row.slot, shr(2, lane))) }
                mstore(to, and(word, MAX))
                word := shr(64, word)
                to := add(to, 32)
            }
            mstore(0x40, to)
        }
    }

    /// @notice Puts numbers into the first lanes; the rest of the last word becomes 0.
    function store(Row storage row, uint256[] memory numbers) internal {
        uint256 all;
        assembly ("memory-safe") {
            let count := mload(numbers)
            let word := 0
            for { let lane := 0 } lt(lane, count) { } {
                let value := mload(add(add(numbers, 32), shl(5, lane)))
                all := or(all, value)
                word := or(word, shl(shl(6, and(lane, 3)), value))
                lane := add(lane, 1)
                if or(iszero(and(lane, 3)), eq(lane, count)) {
                    sstore(add(row.slot, shr(2, sub(lane, 1))), word)
                    word := 0
                }
            }
        }
        if (all > MAX || numbers.length > 4096) revert LaneOverflow();
    }
}
