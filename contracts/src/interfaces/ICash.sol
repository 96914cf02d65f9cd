// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title What a deal asks of the money in which it pays
/// @notice The part of ERC-20 that the vault, settlement and the register of assets use. One unit of the token is one
/// minor unit of the deal's currency, so that a yen stablecoin with no decimals fills it as it is.
interface ICash {
    /// @notice Moves money of the caller; must revert or return false if it cannot.
    function transfer(address to, uint256 amountMinor) external returns (bool);

    /// @notice Moves money that its holder allowed the caller to move.
    function transferFrom(address from, address to, uint256 amountMinor) external returns (bool);

    /// @notice What somebody holds, in minor units.
    function balanceOf(address holder) external view returns (uint256);

    /// @notice How much of a holder's money somebody may move.
    function allowance(address holder, address spender) external view returns (uint256);

    /// @notice How many decimal digits the minor unit stands below the major one: 0 for JPY, 2 for USD.
    function decimals() external view returns (uint8);
}
