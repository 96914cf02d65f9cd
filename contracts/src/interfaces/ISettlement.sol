// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Order, Side} from "../libraries/Orders.sol";

/// @title Delivery against payment
interface ISettlement {
    /// @notice Units and money changed hands.
    event Settled(
        address indexed token,
        address indexed seller,
        address indexed buyer,
        uint256 units,
        uint256 priceMinor,
        bytes32 sellDigest,
        bytes32 buyDigest
    );

    /// @notice A maker took numbers out of use.
    event Cancelled(address indexed maker, uint256 indexed word, uint256 mask);

    /// @notice The first order sells and the second buys.
    error WrongSide(address maker, Side side);

    /// @notice The two orders do not name the same class, money, units and price.
    error OrdersDiffer();

    /// @notice An order is for somebody else.
    error WrongCounterparty(address maker, address counterparty);

    /// @notice Nobody trades with itself.
    error SelfTrade(address maker);

    /// @notice An order for nothing, or for no money.
    error OrderEmpty(address maker);

    /// @notice The order is for another chain.
    error WrongChain(address maker, uint256 chainId);

    /// @notice The order held until then.
    error OrderExpired(address maker, uint64 expiry);

    /// @notice The order was settled or cancelled.
    error NonceUsed(address maker, uint256 nonce);

    /// @notice The maker did not sign this, for this contract on this chain.
    error BadSignature(address maker);

    /// @notice The seller did not get the price to the unit.
    error CashLegFailed(address seller, uint256 priceMinor);

    /// @notice The buyer did not get the units.
    error UnitLegFailed(address buyer, uint256 units);

    /// @notice Settles two matching orders, all or nothing. By anybody who holds both signatures.
    function settle(Order calldata sell, bytes calldata sellSignature, Order calldata buy, bytes calldata buySignature)
        external;

    /// @notice Takes one of the caller's numbers out of use.
    function cancel(uint256 nonce) external;

    /// @notice Takes up to 256 of the caller's numbers out of use: bit `i` of the mask stands for `256 * word + i`.
    function cancelMany(uint256 word, uint256 mask) external;

    /// @notice Whether a number was settled or cancelled.
    function isNonceUsed(address maker, uint256 nonce) external view returns (bool);

    /// @notice What a maker signs.
    function digestOf(Order calldata order) external view returns (bytes32);
}
