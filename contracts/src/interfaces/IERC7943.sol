// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

/// @title The fungible interface of ERC-7943 (uRWA), as final
/// @notice Source: ERC-7943, https://eips.ethereum.org/EIPS/eip-7943. Its ERC-165 identifier is 0x3edbb4c4; earlier
/// drafts asked one question, `canTransact`, where the final text asks two, `canSend` and `canReceive`.
interface IERC7943Fungible is IERC165 {
    /// @notice An authority moved tokens without their holder.
    event ForcedTransfer(address indexed from, address indexed to, uint256 amount);

    /// @notice How many tokens of an account are frozen from now on.
    event Frozen(address indexed account, uint256 amount);

    /// @notice The account may not send.
    error ERC7943CannotSend(address account);

    /// @notice The account may not receive.
    error ERC7943CannotReceive(address account);

    /// @notice A rule forbids this transfer.
    error ERC7943CannotTransfer(address from, address to, uint256 amount);

    /// @notice The account holds as much, but not as much that is not frozen.
    error ERC7943InsufficientUnfrozenBalance(address account, uint256 amount, uint256 unfrozen);

    /// @notice Moves tokens without their holder, frozen ones too.
    function forcedTransfer(address from, address to, uint256 amount) external returns (bool result);

    /// @notice Sets how many tokens of an account are frozen; it may be more than the account holds.
    function setFrozenTokens(address account, uint256 amount) external returns (bool result);

    /// @notice Whether the account may send at all. Never reverts.
    function canSend(address account) external view returns (bool allowed);

    /// @notice Whether the account may receive at all. Never reverts.
    function canReceive(address account) external view returns (bool allowed);

    /// @notice How many tokens of an account are frozen; it may be more than the account holds.
    function getFrozenTokens(address account) external view returns (uint256 amount);

    /// @notice Whether the rules allow a transfer. Never reverts.
    function canTransfer(address from, address to, uint256 amount) external view returns (bool allowed);
}
