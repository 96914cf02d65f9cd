// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title What the vault asks of the token of a class: who held how much at a record date
interface IRecordDates {
    /// @notice Takes a record date: what holders hold now can be asked for ever after. By the vault.
    /// @return number of the record date, from 1.
    function checkpoint() external returns (uint256 number);

    /// @notice How many units somebody held at a record date.
    function balanceOfAt(address holder, uint256 number) external view returns (uint256);

    /// @notice How many units there were at a record date.
    function totalSupplyAt(uint256 number) external view returns (uint256);

    /// @notice To which account goes what is owed to an account: to that which took its place when it was lost, and to
    /// itself if none did.
    function successorOf(address account) external view returns (address);
}
