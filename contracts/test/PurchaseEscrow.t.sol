// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AssetRegister} from "../src/AssetRegister.sol";
import {TitleLink} from "../src/interfaces/IAssetRegister.sol";
import {ICash} from "../src/interfaces/ICash.sol";
import {IPurchaseEscrow} from "../src/interfaces/IPurchaseEscrow.sol";
import {Shipped} from "./Shipped.sol";
import {HostileCash} from "./mocks/HostileCash.sol";
import {Rights} from "./Rights.sol";

contract PurchaseEscrowTest is Rights {
    function test_a_price_is_paid_in_parts_and_released_once_title_has_passed(uint256 first) public {
        first = bound(first, 1, PRICE - 1);
        _sign(PATENT, true);
        _pay(PATENT, first);
        _register(PATENT);
        rights.release(PATENT);
        assertEq(cash.balanceOf(ORIGINATOR), first);
        _pay(PATENT, PRICE - first);
        rights.release(PATENT);
        assertEq(cash.balanceOf(ORIGINATOR), PRICE);
        assertEq(rights.releasedMinor(PATENT), PRICE);
        assertEq(rights.totalHeldMinor(), 0);
    }

    function test_a_price_is_not_released_before_title_has_passed() public {
        _sign(PATENT, true);
        _pay(PATENT, PRICE);
        vm.prank(ORIGINATOR);
        vm.expectRevert(abi.encodeWithSelector(IPurchaseEscrow.ReleaseBeforeTitle.selector, PATENT));
        rights.release(PATENT);
        vm.prank(TRUSTEE);
        rights.dispute(PATENT, "claim");
        vm.expectRevert(abi.encodeWithSelector(IPurchaseEscrow.ReleaseBeforeTitle.selector, PATENT));
        rights.release(PATENT);
    }

    function test_nobody_pays_more_than_the_price(uint256 excess) public {
        excess = bound(excess, 1, type(uint256).max - PRICE);
        _sign(PATENT, true);
        _pay(PATENT, 1);
        vm.prank(SPC);
        vm.expectRevert(abi.encodeWithSelector(IPurchaseEscrow.PriceExceeded.selector, PATENT, PRICE - 1));
        rights.payFor(PATENT, PRICE - 1 + excess);
    }

    function test_only_the_payer_that_the_buyer_named_pays_and_gets_back() public {
        _sign(PATENT, true);
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IPurchaseEscrow.NotPayer.selector, PATENT, STRANGER));
        rights.payFor(PATENT, 1);
        vm.prank(SPC);
        rights.appointPayer(PATENT, VAULT);
        vm.prank(SPC);
        vm.expectRevert(abi.encodeWithSelector(IPurchaseEscrow.NotPayer.selector, PATENT, SPC));
        rights.payFor(PATENT, 1);
        cash.mint(VAULT, PRICE);
        vm.prank(VAULT);
        cash.approve(address(rights), PRICE);
        vm.prank(VAULT);
        rights.payFor(PATENT, PRICE);
        vm.prank(SPC);
        vm.expectRevert(abi.encodeWithSelector(IPurchaseEscrow.NotPayer.selector, PATENT, SPC));
        rights.appointPayer(PATENT, SPC);
        vm.prank(TRUSTEE);
        rights.lapse(PATENT, "invalidated");
        rights.refund(PATENT);
        assertEq(cash.balanceOf(VAULT), PRICE);
    }

    function test_money_goes_back_when_the_sale_has_failed_and_not_before() public {
        _sign(PATENT, true);
        _pay(PATENT, PRICE);
        vm.expectRevert(abi.encodeWithSelector(IPurchaseEscrow.RefundBeforeLapse.selector, PATENT));
        rights.refund(PATENT);
        vm.warp(LONG_STOP);
        vm.prank(SPC);
        rights.withdrawFromSale(PATENT);
        uint256 before = cash.balanceOf(SPC);
        rights.refund(PATENT);
        assertEq(cash.balanceOf(SPC) - before, PRICE);
        vm.expectRevert(abi.encodeWithSelector(IPurchaseEscrow.NothingHeld.selector, PATENT));
        rights.refund(PATENT);
    }

    /// @dev The buyer has title or price, never both: whatever becomes of the right after registration.
    function test_a_right_that_lapses_after_registration_is_paid_for() public {
        _sign(PATENT, true);
        _pay(PATENT, PRICE);
        _register(PATENT);
        vm.prank(TRUSTEE);
        rights.lapse(PATENT, "invalidated");
        vm.expectRevert(abi.encodeWithSelector(IPurchaseEscrow.RefundBeforeLapse.selector, PATENT));
        rights.refund(PATENT);
        rights.release(PATENT);
        assertEq(cash.balanceOf(ORIGINATOR), PRICE);
    }

    function test_a_registered_sale_that_a_dispute_undoes_gives_title_and_price_back() public {
        _sign(PATENT, true);
        _pay(PATENT, PRICE);
        _register(PATENT);
        vm.prank(CO_OWNER);
        rights.dispute(PATENT, "claim");
        vm.expectRevert(abi.encodeWithSelector(IPurchaseEscrow.ReleaseBeforeTitle.selector, PATENT));
        rights.release(PATENT);
        vm.prank(TRUSTEE);
        rights.settleDispute(PATENT, false, "judgment");
        TitleLink[] memory chain = rights.titleOf(PATENT);
        assertEq(chain[chain.length - 1].to, rights.ownersCommitment(_owners()));
        vm.expectRevert(abi.encodeWithSelector(IPurchaseEscrow.ReleaseBeforeTitle.selector, PATENT));
        rights.release(PATENT);
        uint256 before = cash.balanceOf(SPC);
        rights.refund(PATENT);
        assertEq(cash.balanceOf(SPC) - before, PRICE);
    }

    function test_a_sale_that_was_paid_is_not_undone_by_a_dispute() public {
        _sign(PATENT, true);
        _pay(PATENT, 7);
        _register(PATENT);
        rights.release(PATENT);
        _pay(PATENT, PRICE - 7);
        vm.prank(CO_OWNER);
        rights.dispute(PATENT, "claim");
        vm.prank(TRUSTEE);
        rights.settleDispute(PATENT, false, "judgment");
        rights.release(PATENT);
        assertEq(cash.balanceOf(ORIGINATOR), PRICE);
    }

    function test_nothing_is_released_twice() public {
        _sign(PATENT, true);
        _pay(PATENT, PRICE);
        _register(PATENT);
        rights.release(PATENT);
        vm.expectRevert(abi.encodeWithSelector(IPurchaseEscrow.NothingHeld.selector, PATENT));
        rights.release(PATENT);
    }

    function test_money_that_arrives_short_is_not_booked() public {
        _useHostileCash().charge(1);
        _booksNothing();
    }

    function test_money_that_says_no_is_not_booked() public {
        _useHostileCash().sayNo();
        _booksNothing();
    }

    function test_a_release_that_the_money_refuses_changes_nothing() public {
        HostileCash hostile = _useHostileCash();
        _pay(PATENT, PRICE);
        _register(PATENT);
        hostile.sayNo();
        vm.expectRevert(abi.encodeWithSelector(IPurchaseEscrow.CashNotMoved.selector, PRICE));
        rights.release(PATENT);
        assertEq(rights.heldMinor(PATENT), PRICE);
    }

    function _useHostileCash() private returns (HostileCash hostile) {
        hostile = new HostileCash();
        rights = Shipped.assetRegister(registry, ICash(address(hostile)));
        hostile.mint(SPC, PRICE);
        vm.prank(SPC);
        hostile.approve(address(rights), PRICE);
        _sign(PATENT, true);
    }

    function _booksNothing() private {
        vm.prank(SPC);
        vm.expectRevert(abi.encodeWithSelector(IPurchaseEscrow.CashNotMoved.selector, PRICE));
        rights.payFor(PATENT, PRICE);
        assertEq(rights.heldMinor(PATENT), 0);
    }
}
