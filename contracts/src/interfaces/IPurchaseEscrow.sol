// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title Purchase price held until title has passed
interface IPurchaseEscrow {
    /// @notice Money for a right came in.
    event Paid(bytes32 indexed right, address indexed payer, uint256 amountMinor);

    /// @notice The originator was paid.
    event Released(bytes32 indexed right, address indexed originator, uint256 amountMinor);

    /// @notice The sale failed: the payer has its money back.
    event Refunded(bytes32 indexed right, address indexed payer, uint256 amountMinor);

    /// @notice Only the payer that the buyer named may pay.
    error NotPayer(bytes32 right, address caller);

    /// @notice More than is still to be paid.
    error PriceExceeded(bytes32 right, uint256 openMinor);

    /// @notice The price of a right is not released before title has passed.
    error ReleaseBeforeTitle(bytes32 right);

    /// @notice Money goes back only when the sale has failed.
    error RefundBeforeLapse(bytes32 right);

    /// @notice Nothing is held for this right.
    error NothingHeld(bytes32 right);

    /// @notice The cash token did not move what it was asked to move.
    error CashNotMoved(uint256 amountMinor);

    /// @notice Pays part or all of a signed right's price into escrow. By its payer, who allowed the money first.
    function payFor(bytes32 right, uint256 amountMinor) external;

    /// @notice Pays the originator what is held, once title has passed. By anybody: it can go nowhere else.
    function release(bytes32 right) external;

    /// @notice Gives the payer back what is held, once the right has lapsed without its title having passed. By anybody:
    /// it can go nowhere else.
    function refund(bytes32 right) external;

    /// @notice What is held for a right.
    function heldMinor(bytes32 right) external view returns (uint256);

    /// @notice What has been released for a right.
    function releasedMinor(bytes32 right) external view returns (uint256);

    /// @notice What is held for all rights together.
    function totalHeldMinor() external view returns (uint256);
}
