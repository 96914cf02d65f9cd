// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title What the vault asks of the token of a class: who held how much at a record date
interface IRecordDates {
    /// @notice Fixes a record date here and now, and gives its number.
    function checkpoint() external returns (uint256);

    /// @notice What somebody held at a record date.
    function balanceOfAt(address holder, uint256 checkpoint) external view returns (uint256);

    /// @notice What all held together at a record date.
    function totalSupplyAt(uint256 checkpoint) external view returns (uint256);
}
