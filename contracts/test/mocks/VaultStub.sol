// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice A vault of which a class asks only what it runs and whom it pays; it is its own store.
contract VaultStub {
    function store() external view returns (address) {
        return address(this);
    }

    function layoutAt() external pure returns (address) {
        return address(0x1a);
    }

    function digestsOf(address) external pure returns (bytes32, bytes32) {
        return ("digest of the program", "digest of the payees");
    }
}
