// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title What the vault asks of the registry of participants
interface IRoles {
    /// @notice Tells whether somebody has a role now; the numbers of roles are those of `IRegistry`.
    function hasRole(address who, uint8 role) external view returns (bool);
}
