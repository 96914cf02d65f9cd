// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC7943Fungible} from "../src/interfaces/IERC7943.sol";
import {InvestorClass} from "../src/interfaces/IRegistry.sol";
import {ISettlement} from "../src/interfaces/ISettlement.sol";
import {Order, Side} from "../src/libraries/Orders.sol";
import {HostileCash} from "./mocks/HostileCash.sol";
import {MultisigWallet} from "./mocks/MultisigWallet.sol";
import {Trades} from "./Trades.sol";

contract SettlementTest is Trades {
    function test_units_and_money_change_hands_in_one_transaction(uint8 units, uint32 price, uint256 nonce) public {
        (Order memory sell, Order memory buy) = _pair(nonce);
        (sell.units, sell.priceMinor) = (bound(units, 1, 100), bound(price, 1, FUNDS));
        (buy.units, buy.priceMinor) = (sell.units, sell.priceMinor);
        _settle(sell, buy);
        assertEq(token.balanceOf(bob), 50 + sell.units);
        assertEq(token.balanceOf(alice), 100 - sell.units);
        assertEq(cash.balanceOf(alice), sell.priceMinor);
        assertEq(cash.balanceOf(bob), FUNDS - sell.priceMinor);
        assertTrue(venue.isNonceUsed(alice, nonce) && venue.isNonceUsed(bob, nonce), "both used up");
    }

    function test_anybody_may_submit_what_both_signed() public {
        (Order memory sell, Order memory buy) = _pair(1);
        (bytes memory sold, bytes memory bought) = _signatures(venue, sell, buy);
        vm.prank(STRANGER);
        venue.settle(sell, sold, buy, bought);
        assertEq(token.balanceOf(bob), 60);
    }

    function test_orders_that_do_not_name_the_same_trade_are_refused(uint8 what) public {
        (Order memory sell, Order memory buy) = _pair(1);
        uint256 picked = bound(what, 0, 3);
        if (picked == 0) buy.token = address(cash);
        if (picked == 1) buy.cash = address(token);
        if (picked == 2) buy.units += 1;
        if (picked == 3) buy.priceMinor -= 1;
        _refuses(sell, buy, abi.encodeWithSelector(ISettlement.OrdersDiffer.selector));
    }

    function test_the_first_order_sells_and_the_second_buys() public {
        (Order memory sell, Order memory buy) = _pair(1);
        sell.side = Side.Buy;
        _refuses(sell, buy, abi.encodeWithSelector(ISettlement.WrongSide.selector, alice, Side.Buy));
        (sell, buy) = _pair(1);
        buy.side = Side.Sell;
        _refuses(sell, buy, abi.encodeWithSelector(ISettlement.WrongSide.selector, bob, Side.Sell));
    }

    function test_nobody_trades_with_itself_or_for_nothing() public {
        (Order memory sell, Order memory buy) = _pair(1);
        buy.maker = alice;
        _refuses(sell, buy, abi.encodeWithSelector(ISettlement.SelfTrade.selector, alice));
        (sell, buy) = _pair(1);
        (sell.units, buy.units) = (0, 0);
        _refuses(sell, buy, abi.encodeWithSelector(ISettlement.OrderEmpty.selector, alice));
        (sell, buy) = _pair(1);
        (sell.priceMinor, buy.priceMinor) = (0, 0);
        _refuses(sell, buy, abi.encodeWithSelector(ISettlement.OrderEmpty.selector, alice));
    }

    function test_an_order_for_one_counterparty_is_for_nobody_else() public {
        (Order memory sell, Order memory buy) = _pair(1);
        sell.counterparty = carol;
        _refuses(sell, buy, abi.encodeWithSelector(ISettlement.WrongCounterparty.selector, alice, carol));
        (sell, buy) = _pair(1);
        buy.counterparty = carol;
        _refuses(sell, buy, abi.encodeWithSelector(ISettlement.WrongCounterparty.selector, bob, carol));
        (sell, buy) = _pair(1);
        (sell.counterparty, buy.counterparty) = (bob, alice);
        _settle(sell, buy);
        assertEq(token.balanceOf(bob), 60);
    }

    function test_an_order_holds_to_its_last_second(uint32 late) public {
        (Order memory sell, Order memory buy) = _pair(1);
        vm.warp(sell.expiry + late);
        if (late != 0) {
            _refuses(sell, buy, abi.encodeWithSelector(ISettlement.OrderExpired.selector, alice, sell.expiry));
        } else {
            _settle(sell, buy);
        }
        assertEq(token.balanceOf(bob), late != 0 ? 50 : 60);
    }

    function test_what_was_signed_cannot_be_changed_in_one_word(uint8 word, uint256 change) public {
        change = bound(change, 1, type(uint64).max);
        (Order memory sell, Order memory buy) = _pair(1);
        (bytes memory sold, bytes memory bought) = _signatures(venue, sell, buy);
        uint256 picked = bound(word, 0, 3);
        unchecked {
            if (picked == 0) (sell.units, buy.units) = (sell.units + change, buy.units + change);
            if (picked == 1) (sell.priceMinor, buy.priceMinor) = (sell.priceMinor + change, buy.priceMinor + change);
            if (picked == 2) sell.nonce += change;
            if (picked == 3) sell.expiry = sell.expiry + uint64(bound(change, 1, 1 << 40));
        }
        vm.expectRevert(abi.encodeWithSelector(ISettlement.BadSignature.selector, alice));
        venue.settle(sell, sold, buy, bought);
    }

    function test_noise_is_no_signature(bytes calldata noise) public {
        (Order memory sell, Order memory buy) = _pair(1);
        (, bytes memory bought) = _signatures(venue, sell, buy);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.BadSignature.selector, alice));
        venue.settle(sell, noise, buy, bought);
    }

    function test_a_mirrored_signature_is_refused() public {
        (Order memory sell, Order memory buy) = _pair(1);
        (, bytes memory bought) = _signatures(venue, sell, buy);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(ALICE_KEY, venue.digestOf(sell));
        uint256 order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
        bytes memory mirrored = abi.encodePacked(r, bytes32(order - uint256(s)), v == 27 ? uint8(28) : uint8(27));
        vm.expectRevert(abi.encodeWithSelector(ISettlement.BadSignature.selector, alice));
        venue.settle(sell, mirrored, buy, bought);
    }

    function test_a_cancelled_order_is_not_settled(uint256 nonce) public {
        (Order memory sell, Order memory buy) = _pair(nonce);
        vm.prank(alice);
        venue.cancel(nonce);
        _refuses(sell, buy, abi.encodeWithSelector(ISettlement.NonceUsed.selector, alice, nonce));
        assertTrue(!venue.isNonceUsed(bob, nonce), "Bob's number is Bob's");
    }

    function test_many_orders_are_cancelled_at_once_and_no_others(uint256 word, uint256 mask) public {
        word = bound(word, 0, type(uint256).max >> 8);
        vm.prank(alice);
        venue.cancelMany(word, mask);
        for (uint256 bit = 0; bit < 256; bit += 51) {
            assertTrue(venue.isNonceUsed(alice, (word << 8) | bit) == ((mask >> bit) & 1 != 0), "as the mask says");
        }
        assertTrue(!venue.isNonceUsed(bob, word << 8), "nobody else's");
    }

    function test_a_failed_cash_leg_changes_nothing() public {
        (Order memory sell, Order memory buy) = _pair(1);
        (sell.priceMinor, buy.priceMinor) = (FUNDS + 1, FUNDS + 1);
        bytes memory refusal =
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, bob, FUNDS, FUNDS + 1);
        _refuses(sell, buy, refusal);
        assertTrue(!venue.isNonceUsed(alice, 1) && !venue.isNonceUsed(bob, 1), "both orders still hold");
    }

    function test_a_failed_delivery_gives_the_money_back() public {
        (Order memory sell, Order memory buy) = _pair(1);
        (sell.units, buy.units) = (101, 101);
        bytes memory refusal =
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, alice, 100, sell.units);
        _refuses(sell, buy, refusal);
    }

    function test_money_that_arrives_short_fails_the_leg() public {
        HostileCash hostile = new HostileCash();
        hostile.charge(1);
        _failsCashLeg(hostile);
    }

    function test_money_that_says_no_fails_the_leg() public {
        HostileCash hostile = new HostileCash();
        hostile.sayNo();
        _failsCashLeg(hostile);
    }

    function test_units_that_arrive_short_fail_the_leg() public {
        HostileCash units = new HostileCash();
        units.charge(1);
        _failsUnitLeg(units);
    }

    function test_units_that_say_no_fail_the_leg() public {
        HostileCash units = new HostileCash();
        units.sayNo();
        _failsUnitLeg(units);
    }

    function test_a_holder_that_is_a_contract_agrees_by_its_own_rule() public {
        MultisigWallet wallet = _investingWallet();
        (Order memory sell, Order memory buy) = _pair(1);
        buy.maker = address(wallet);
        bytes memory sold = _signed(ALICE_KEY, venue.digestOf(sell));
        vm.expectRevert(abi.encodeWithSelector(ISettlement.BadSignature.selector, address(wallet)));
        venue.settle(sell, sold, buy, "");
        wallet.agree(venue.digestOf(buy));
        venue.settle(sell, sold, buy, "");
        assertEq(token.balanceOf(address(wallet)), 10);
    }

    function test_a_holder_whose_rule_breaks_agrees_to_nothing() public {
        MultisigWallet wallet = _investingWallet();
        wallet.breakDown();
        (Order memory sell, Order memory buy) = _pair(1);
        buy.maker = address(wallet);
        bytes memory sold = _signed(ALICE_KEY, venue.digestOf(sell));
        vm.expectRevert(abi.encodeWithSelector(ISettlement.BadSignature.selector, address(wallet)));
        venue.settle(sell, sold, buy, "");
    }

    function test_the_domain_names_this_contract_on_this_chain() public view {
        (bytes1 fields, string memory name, string memory version, uint256 chainId, address at,,) = venue.eip712Domain();
        assertTrue(fields == 0x0f, "no salt");
        assertEq(keccak256(bytes(name)), keccak256("Chizai Settlement"));
        assertEq(keccak256(bytes(version)), keccak256("1"));
        assertEq(chainId, block.chainid);
        assertEq(at, address(venue));
    }

    function test_a_buyer_that_may_not_hold_is_refused_by_the_class() public {
        (Order memory sell, Order memory buy) = _pair(1);
        vm.prank(TRUSTEE);
        registry.classify(bob, InvestorClass.General);
        _refuses(sell, buy, abi.encodeWithSelector(IERC7943Fungible.ERC7943CannotReceive.selector, bob));
    }

    function _investingWallet() private returns (MultisigWallet wallet) {
        wallet = new MultisigWallet();
        _invest(address(wallet), InvestorClass.Qualified);
        cash.mint(address(wallet), PRICE);
        wallet.call(address(cash), abi.encodeCall(cash.approve, (address(venue), PRICE)));
    }

    function _failsCashLeg(HostileCash hostile) private {
        (Order memory sell, Order memory buy) = _pair(1);
        (sell.cash, buy.cash) = (address(hostile), address(hostile));
        hostile.mint(bob, PRICE);
        vm.prank(bob);
        hostile.approve(address(venue), PRICE);
        _refuses(sell, buy, abi.encodeWithSelector(ISettlement.CashLegFailed.selector, alice, PRICE));
    }

    function _failsUnitLeg(HostileCash units) private {
        (Order memory sell, Order memory buy) = _pair(1);
        (sell.token, buy.token) = (address(units), address(units));
        units.mint(alice, 10);
        vm.prank(alice);
        units.approve(address(venue), 10);
        _refuses(sell, buy, abi.encodeWithSelector(ISettlement.UnitLegFailed.selector, bob, 10));
    }
}
