// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC5267} from "@openzeppelin/contracts/interfaces/IERC5267.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {ICash} from "./interfaces/ICash.sol";
import {ISettlement} from "./interfaces/ISettlement.sol";
import {Order, Orders, Side} from "./libraries/Orders.sol";

/// @title Settlement of trades, delivery against payment
/// @notice Both legs move in one transaction or neither does. The contract holds nothing, has no owner and decides
/// nothing: makers sign every word of a trade, and who submits it cannot change one. One number serves one order, so
/// that an order shown at two venues is settled at one. Where venues use two settlement contracts, the units
/// themselves settle who was first: the second delivery finds them gone, and its payment is undone with it.
/// @dev Numbers are used up before anything is called, the door is locked against calling back, and what a seller and a
/// buyer hold is measured before and after rather than believed. The class token's own rules decide who may receive.
contract Settlement is ISettlement, IERC5267, ReentrancyGuard {
    using Orders for Order;

    mapping(address maker => mapping(uint256 word => uint256)) private _used;

    /// @inheritdoc ISettlement
    function settle(Order calldata sell, bytes calldata sellSignature, Order calldata buy, bytes calldata buySignature)
        external
        nonReentrant
    {
        _requireMatch(sell, buy);
        bytes32 sellDigest = _use(sell, sellSignature);
        bytes32 buyDigest = _use(buy, buySignature);
        _pay(ICash(sell.cash), buy.maker, sell.maker, sell.priceMinor);
        _deliver(IERC20(sell.token), sell.maker, buy.maker, sell.units);
        emit Settled(sell.token, sell.maker, buy.maker, sell.units, sell.priceMinor, sellDigest, buyDigest);
    }

    /// @inheritdoc ISettlement
    function cancel(uint256 nonce) external {
        cancelMany(nonce >> 8, _mask(nonce));
    }

    /// @inheritdoc ISettlement
    function cancelMany(uint256 word, uint256 mask) public {
        _used[msg.sender][word] |= mask;
        emit Cancelled(msg.sender, word, mask);
    }

    /// @inheritdoc ISettlement
    function isNonceUsed(address maker, uint256 nonce) public view returns (bool) {
        return _used[maker][nonce >> 8] & _mask(nonce) != 0;
    }

    /// @inheritdoc ISettlement
    function digestOf(Order calldata order) external view returns (bytes32) {
        return order.digestOf();
    }

    /// @inheritdoc IERC5267
    function eip712Domain()
        external
        view
        returns (bytes1, string memory, string memory, uint256, address, bytes32, uint256[] memory)
    {
        // Bits 0 to 3: name, version, chain and contract are part of the domain, and no salt.
        return (hex"0f", Orders.NAME, Orders.VERSION, block.chainid, address(this), 0, new uint256[](0));
    }

    function _use(Order calldata order, bytes calldata signature) private returns (bytes32 digest) {
        if (order.chainId != block.chainid) revert WrongChain(order.maker, order.chainId);
        if (block.timestamp > order.expiry) revert OrderExpired(order.maker, order.expiry);
        if (isNonceUsed(order.maker, order.nonce)) revert NonceUsed(order.maker, order.nonce);
        digest = order.digestOf();
        if (!Orders.isSignedBy(digest, order.maker, signature)) revert BadSignature(order.maker);
        _used[order.maker][order.nonce >> 8] |= _mask(order.nonce);
    }

    function _pay(ICash cash, address buyer, address seller, uint256 priceMinor) private {
        uint256 before = cash.balanceOf(seller);
        bool moved = cash.transferFrom(buyer, seller, priceMinor);
        if (!moved || cash.balanceOf(seller) != before + priceMinor) revert CashLegFailed(seller, priceMinor);
    }

    function _deliver(IERC20 token, address seller, address buyer, uint256 units) private {
        uint256 before = token.balanceOf(buyer);
        bool moved = token.transferFrom(seller, buyer, units);
        if (!moved || token.balanceOf(buyer) != before + units) revert UnitLegFailed(buyer, units);
    }

    function _requireMatch(Order calldata sell, Order calldata buy) private pure {
        if (sell.side != Side.Sell) revert WrongSide(sell.maker, sell.side);
        if (buy.side != Side.Buy) revert WrongSide(buy.maker, buy.side);
        if (sell.maker == buy.maker) revert SelfTrade(sell.maker);
        if (sell.units == 0 || sell.priceMinor == 0) revert OrderEmpty(sell.maker);
        bool same = sell.token == buy.token && sell.cash == buy.cash && sell.units == buy.units
            && sell.priceMinor == buy.priceMinor;
        if (!same) revert OrdersDiffer();
        _requireCounterparty(sell, buy.maker);
        _requireCounterparty(buy, sell.maker);
    }

    function _requireCounterparty(Order calldata order, address other) private pure {
        if (order.counterparty != address(0) && order.counterparty != other) {
            revert WrongCounterparty(order.maker, order.counterparty);
        }
    }

    function _mask(uint256 nonce) private pure returns (uint256) {
        return 1 << (nonce & 0xff);
    }
}
