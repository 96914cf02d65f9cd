// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ClassToken} from "../src/ClassToken.sol";
import {Settlement} from "../src/Settlement.sol";
import {Order, Side} from "../src/libraries/Orders.sol";
import {Parties} from "./Parties.sol";
import {Shipped} from "./Shipped.sol";

/// @notice Alice holds a hundred units, Bob and others hold money, and both let the settlement contract move it.
abstract contract Trades is Parties {
    uint256 internal constant FUNDS = 1_000_000_000;
    uint256 internal constant PRICE = 5_000_000;

    ClassToken internal token;
    Settlement internal venue;

    function setUp() public virtual override {
        super.setUp();
        token = _issued(100, 50, _openRules());
        venue = Shipped.settlement();
        _allow(venue);
        cash.mint(bob, FUNDS);
        cash.mint(carol, FUNDS);
    }

    function _allow(Settlement at) internal {
        address[4] memory people = [alice, bob, carol, dave];
        for (uint256 each = 0; each < people.length; ++each) {
            vm.startPrank(people[each]);
            token.approve(address(at), type(uint256).max);
            cash.approve(address(at), type(uint256).max);
            vm.stopPrank();
        }
    }

    function _order(Side side, uint256 nonce) internal view returns (Order memory) {
        return Order({
            maker: side == Side.Sell ? alice : bob,
            side: side,
            token: address(token),
            cash: address(cash),
            units: 10,
            priceMinor: PRICE,
            counterparty: address(0),
            nonce: nonce,
            expiry: uint64(block.timestamp + 1 hours),
            chainId: block.chainid
        });
    }

    function _pair(uint256 nonce) internal view returns (Order memory sell, Order memory buy) {
        return (_order(Side.Sell, nonce), _order(Side.Buy, nonce));
    }

    function _signed(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function _signatures(Settlement at, Order memory sell, Order memory buy)
        internal
        view
        returns (bytes memory, bytes memory)
    {
        return (_signed(ALICE_KEY, at.digestOf(sell)), _signed(BOB_KEY, at.digestOf(buy)));
    }

    function _settle(Order memory sell, Order memory buy) internal {
        (bytes memory sold, bytes memory bought) = _signatures(venue, sell, buy);
        venue.settle(sell, sold, buy, bought);
    }

    function _refuses(Order memory sell, Order memory buy, bytes memory refusal) internal {
        (bytes memory sold, bytes memory bought) = _signatures(venue, sell, buy);
        vm.expectRevert(refusal);
        venue.settle(sell, sold, buy, bought);
        _nothingMoved();
    }

    function _nothingMoved() internal view {
        assertEq(token.balanceOf(alice), 100);
        assertEq(token.balanceOf(bob), 50);
        assertEq(cash.balanceOf(alice), 0);
        assertEq(cash.balanceOf(bob), FUNDS);
    }
}
