// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {ICash} from "./interfaces/ICash.sol";
import {IPurchaseEscrow} from "./interfaces/IPurchaseEscrow.sol";

/// @title Escrow of purchase prices
/// @notice Money leaves by two doors: to the originator once title has passed, or to the payer once the sale has
/// failed. No role can send it elsewhere, take it or keep it. Each right's money is its own: an originator that the
/// cash token will not pay holds up nobody else.
/// @dev Books are written before money moves, and each door has the same lock, so that a cash token that calls back
/// finds nothing held and the doors shut. What arrives is measured, not believed.
abstract contract PurchaseEscrow is IPurchaseEscrow, ReentrancyGuard {
    /// @notice The money in which prices are paid.
    ICash public immutable cash;

    /// @inheritdoc IPurchaseEscrow
    mapping(bytes32 right => uint256) public heldMinor;

    /// @inheritdoc IPurchaseEscrow
    mapping(bytes32 right => uint256) public releasedMinor;

    /// @inheritdoc IPurchaseEscrow
    uint256 public totalHeldMinor;

    constructor(ICash cash_) {
        cash = cash_;
    }

    /// @inheritdoc IPurchaseEscrow
    function payFor(bytes32 right, uint256 amountMinor) external nonReentrant {
        (address payer, uint256 priceMinor) = _payable(right);
        if (msg.sender != payer) revert NotPayer(right, msg.sender);
        uint256 openMinor = priceMinor - heldMinor[right] - releasedMinor[right];
        if (amountMinor > openMinor) revert PriceExceeded(right, openMinor);
        heldMinor[right] += amountMinor;
        totalHeldMinor += amountMinor;
        _pull(payer, amountMinor);
        emit Paid(right, payer, amountMinor);
    }

    /// @inheritdoc IPurchaseEscrow
    function release(bytes32 right) external nonReentrant {
        address originator = _releasableTo(right);
        if (originator == address(0)) revert ReleaseBeforeTitle(right);
        uint256 amountMinor = _take(right);
        releasedMinor[right] += amountMinor;
        _push(originator, amountMinor);
        emit Released(right, originator, amountMinor);
    }

    /// @inheritdoc IPurchaseEscrow
    function refund(bytes32 right) external nonReentrant {
        address payer = _refundableTo(right);
        if (payer == address(0)) revert RefundBeforeLapse(right);
        uint256 amountMinor = _take(right);
        _push(payer, amountMinor);
        emit Refunded(right, payer, amountMinor);
    }

    /// @dev Who may pay and how much in all; reverts where a price cannot be paid.
    function _payable(bytes32 right) internal view virtual returns (address payer, uint256 priceMinor);

    /// @dev The originator if title has passed, else nobody.
    function _releasableTo(bytes32 right) internal view virtual returns (address originator);

    /// @dev The payer if the sale has failed, else nobody.
    function _refundableTo(bytes32 right) internal view virtual returns (address payer);

    function _take(bytes32 right) private returns (uint256 amountMinor) {
        amountMinor = heldMinor[right];
        if (amountMinor == 0) revert NothingHeld(right);
        heldMinor[right] = 0;
        totalHeldMinor -= amountMinor;
    }

    function _pull(address payer, uint256 amountMinor) private {
        uint256 before = cash.balanceOf(address(this));
        bool moved = cash.transferFrom(payer, address(this), amountMinor);
        if (!moved || cash.balanceOf(address(this)) != before + amountMinor) revert CashNotMoved(amountMinor);
    }

    function _push(address to, uint256 amountMinor) private {
        if (!cash.transfer(to, amountMinor)) revert CashNotMoved(amountMinor);
    }
}
