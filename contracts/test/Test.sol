// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice What these tests ask of forge's machine; signatures are those that its documentation gives.
interface Vm {
    struct Log {
        bytes32[] topics;
        bytes data;
        address emitter;
    }

    function addr(uint256 privateKey) external pure returns (address);
    function assume(bool condition) external pure;
    function chainId(uint256 id) external;
    function etch(address at, bytes calldata code) external;
    function expectRevert() external;
    function expectRevert(bytes4 selector) external;
    function expectRevert(bytes calldata reason) external;
    function expectEmit(bool topic1, bool topic2, bool topic3, bool data) external;
    function getRecordedLogs() external returns (Log[] memory);
    function label(address account, string calldata name) external;
    function mockCall(address callee, bytes calldata call, bytes calldata answer) external;
    function prank(address sender) external;
    function readFile(string calldata path) external view returns (string memory);
    function recordLogs() external;
    function parseJsonUintArray(string calldata json, string calldata key) external pure returns (uint256[] memory);
    function parseJsonBytesArray(string calldata json, string calldata key) external pure returns (bytes[] memory);
    function parseJsonStringArray(string calldata json, string calldata key) external pure returns (string[] memory);
    function parseJsonBytes(string calldata json, string calldata key) external pure returns (bytes memory);
    function parseJsonUint(string calldata json, string calldata key) external pure returns (uint256);
    function roll(uint256 blockNumber) external;
    function sign(uint256 privateKey, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);
    function startPrank(address sender) external;
    function stopPrank() external;
    function warp(uint256 timestamp) external;
}

/// @notice The few words that every test uses; a test that fails says what it found and what it expected.
abstract contract Test {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    error NotEqual(uint256 found, uint256 expected);
    error NotEqualBytes(bytes32 found, bytes32 expected);
    error NotEqualAddress(address found, address expected);
    error NotTrue(string what);

    address[] private _targets;

    function assertEq(uint256 found, uint256 expected) internal pure {
        if (found != expected) revert NotEqual(found, expected);
    }

    function assertEq(bytes32 found, bytes32 expected) internal pure {
        if (found != expected) revert NotEqualBytes(found, expected);
    }

    function assertEq(address found, address expected) internal pure {
        if (found != expected) revert NotEqualAddress(found, expected);
    }

    function assertTrue(bool condition, string memory what) internal pure {
        if (!condition) revert NotTrue(what);
    }

    /// @dev Brings a random number into a range, both ends included, every value of it as likely as the next.
    function bound(uint256 random, uint256 least, uint256 most) internal pure returns (uint256) {
        return least + random % (most - least + 1);
    }

    /// @dev Names a contract on which an invariant test makes its random calls; forge asks `targetContracts`.
    function targetContract(address target) internal {
        _targets.push(target);
    }

    function targetContracts() public view returns (address[] memory) {
        return _targets;
    }
}
