// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {AssetRegister} from "../src/AssetRegister.sol";
import {ICash} from "../src/interfaces/ICash.sol";
import {IPurchaseEscrow} from "../src/interfaces/IPurchaseEscrow.sol";
import {IERC7943Fungible} from "../src/interfaces/IERC7943.sol";
import {IRegistry, Role} from "../src/interfaces/IRegistry.sol";
import {ISettlement} from "../src/interfaces/ISettlement.sol";
import {Order} from "../src/libraries/Orders.sol";
import {Registry} from "../src/Registry.sol";
import {Settlement} from "../src/Settlement.sol";
import {Shipped} from "./Shipped.sol";
import {HostileCash} from "./mocks/HostileCash.sol";
import {Rights} from "./Rights.sol";
import {Trades} from "./Trades.sol";

/// @notice What an attacker tries on trades and roles, each refused by name.
contract TradeAttacksTest is Trades {
    function test_a_forged_role_a_registry_of_ones_own_gives_no_right_here() public {
        Registry forged =
            Shipped.registry(Registry.Founder(STRANGER, KEY, IDENTITY), Registry.Founder(address(this), KEY, IDENTITY));
        assertTrue(forged.hasRole(STRANGER, Role.Trustee), "a trustee over there");
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NotInRole.selector, STRANGER, Role.Trustee));
        anchor.publish("attestation", 0, "forged", 0);
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NotInRole.selector, STRANGER, Role.Trustee));
        token.openCase("forged");
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NotInRole.selector, STRANGER, Role.Trustee));
        registry.register(STRANGER, Role.Investor, KEY, IDENTITY);
    }

    function test_a_replayed_order_is_refused(uint256 nonce) public {
        (Order memory sell, Order memory buy) = _pair(nonce);
        (bytes memory sold, bytes memory bought) = _signatures(venue, sell, buy);
        venue.settle(sell, sold, buy, bought);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NonceUsed.selector, alice, nonce));
        venue.settle(sell, sold, buy, bought);
        // With a fresh order of the other side it is no better.
        buy.nonce = nonce ^ 1;
        bought = _signed(BOB_KEY, venue.digestOf(buy));
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NonceUsed.selector, alice, nonce));
        venue.settle(sell, sold, buy, bought);
    }

    function test_an_expired_order_is_refused() public {
        (Order memory sell, Order memory buy) = _pair(1);
        vm.warp(buy.expiry + 1);
        sell.expiry = buy.expiry + 1 hours;
        _refuses(sell, buy, abi.encodeWithSelector(ISettlement.OrderExpired.selector, bob, buy.expiry));
    }

    function test_a_transfer_to_an_ineligible_holder_is_refused_on_every_way() public {
        bytes memory refusal = abi.encodeWithSelector(IERC7943Fungible.ERC7943CannotReceive.selector, STRANGER);
        vm.prank(alice);
        vm.expectRevert(refusal);
        token.transfer(STRANGER, 1);
        vm.prank(alice);
        token.approve(STRANGER, 1);
        vm.prank(STRANGER);
        vm.expectRevert(refusal);
        token.transferFrom(alice, STRANGER, 1);
        vm.startPrank(TRUSTEE);
        token.openCase("court order");
        vm.expectRevert(refusal);
        token.forcedTransfer(alice, STRANGER, 1);
        vm.expectRevert(refusal);
        token.recover(alice, STRANGER);
        vm.stopPrank();
    }

    function test_an_order_for_another_chain_and_a_signature_from_another_chain_are_refused(uint64 other) public {
        vm.assume(other != block.chainid && other != 0);
        (Order memory sell, Order memory buy) = _pair(1);
        sell.chainId = other;
        _refuses(sell, buy, abi.encodeWithSelector(ISettlement.WrongChain.selector, alice, other));
        (sell, buy) = _pair(1);
        (, bytes memory bought) = _signatures(venue, sell, buy);
        vm.chainId(other);
        bytes memory elsewhere = _signed(ALICE_KEY, venue.digestOf(sell));
        vm.chainId(sell.chainId);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.BadSignature.selector, alice));
        venue.settle(sell, elsewhere, buy, bought);
    }

    function test_one_order_shown_at_two_venues_is_settled_at_one() public {
        (Order memory sell, Order memory buy) = _pair(1);
        (bytes memory sold, bytes memory bought) = _signatures(venue, sell, buy);
        (Order memory again, bytes memory boughtAgain) = (_order(buy.side, 2), bytes(""));
        boughtAgain = _signed(BOB_KEY, venue.digestOf(again));
        vm.prank(address(0x71));
        venue.settle(sell, sold, buy, bought);
        vm.prank(address(0x72));
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NonceUsed.selector, alice, 1));
        venue.settle(sell, sold, again, boughtAgain);
    }

    function test_the_same_units_sold_through_two_contracts_are_delivered_and_paid_once() public {
        Settlement second = Shipped.settlement();
        _allow(second);
        (Order memory sell, Order memory buy) = _pair(1);
        (sell.units, buy.units) = (100, 100);
        _settle(sell, buy);
        (bytes memory sold, bytes memory bought) = _signatures(second, sell, buy);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, alice, 0, 100));
        second.settle(sell, sold, buy, bought);
        assertEq(cash.balanceOf(alice), PRICE);
        assertEq(cash.balanceOf(bob), FUNDS - PRICE);
    }

    function test_money_that_calls_back_into_a_settlement_finds_the_door_locked() public {
        HostileCash hostile = new HostileCash();
        hostile.mint(bob, 2 * PRICE);
        vm.prank(bob);
        hostile.approve(address(venue), 2 * PRICE);
        (Order memory sell, Order memory buy) = _pair(1);
        (Order memory sell2, Order memory buy2) = _pair(2);
        (sell.cash, buy.cash, sell2.cash, buy2.cash) =
        (address(hostile), address(hostile), address(hostile), address(hostile));
        (bytes memory sold, bytes memory bought) = _signatures(venue, sell2, buy2);
        hostile.callBack(address(venue), abi.encodeCall(venue.settle, (sell2, sold, buy2, bought)));
        _settle(sell, buy);
        assertTrue(!hostile.answered(), "refused");
        assertEq(
            keccak256(hostile.answer()),
            keccak256(abi.encodeWithSelector(ReentrancyGuard.ReentrancyGuardReentrantCall.selector))
        );
        assertEq(token.balanceOf(bob), 60);
    }
}

/// @notice What an attacker tries on a purchase price, each refused by name.
contract PurchaseAttacksTest is Rights {
    HostileCash private _hostile;

    function setUp() public override {
        super.setUp();
        _hostile = new HostileCash();
        rights = Shipped.assetRegister(registry, ICash(address(_hostile)));
        _hostile.mint(SPC, 2 * PRICE);
        vm.prank(SPC);
        _hostile.approve(address(rights), 2 * PRICE);
        _sign(PATENT, true);
        _sign(WORK, false);
        _pay(PATENT, PRICE);
        _pay(WORK, PRICE);
    }

    function test_a_premature_release_is_refused_to_everybody(address caller) public {
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IPurchaseEscrow.ReleaseBeforeTitle.selector, PATENT));
        rights.release(PATENT);
        assertEq(_hostile.balanceOf(ORIGINATOR), 0);
    }

    function test_money_that_calls_back_into_a_release_is_paid_once() public {
        _register(PATENT);
        _hostile.callBack(address(rights), abi.encodeCall(rights.release, (PATENT)));
        rights.release(PATENT);
        assertTrue(!_hostile.answered(), "refused");
        assertEq(
            keccak256(_hostile.answer()),
            keccak256(abi.encodeWithSelector(ReentrancyGuard.ReentrancyGuardReentrantCall.selector))
        );
        assertEq(_hostile.balanceOf(ORIGINATOR), PRICE);
        assertEq(_hostile.balanceOf(address(rights)), PRICE);
    }

    function test_an_originator_that_cannot_be_paid_holds_up_nobody_else() public {
        _register(PATENT);
        _hostile.refuse(ORIGINATOR);
        vm.expectRevert(abi.encodeWithSelector(HostileCash.ReceiverRefused.selector, ORIGINATOR));
        rights.release(PATENT);
        vm.prank(TRUSTEE);
        rights.lapse(WORK, "not delivered");
        rights.refund(WORK);
        assertEq(_hostile.balanceOf(SPC), PRICE);
        assertEq(rights.heldMinor(PATENT), PRICE);
    }
}
