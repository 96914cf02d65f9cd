// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AttestedCash} from "../src/AttestedCash.sol";
import {IRoles} from "../src/interfaces/IRoles.sol";
import {Parties} from "./Parties.sol";
import {Shipped} from "./Shipped.sol";

contract AttestedCashTest is Parties {
    AttestedCash private money;

    function setUp() public override {
        super.setUp();
        money = Shipped.attestedCash("JPY", 0, IRoles(address(registry)));
    }

    function _attest(bytes32 bankReference, address to, uint256 amount) private {
        vm.prank(TRUSTEE);
        money.attest(bankReference, to, amount);
    }

    function test_a_receipt_makes_units_once_and_only_by_the_trustee(uint128 amount, address caller) public {
        vm.assume(amount != 0 && caller != TRUSTEE);
        _attest("receipt 1", alice, amount);
        assertEq(money.balanceOf(alice), amount);
        vm.prank(TRUSTEE);
        vm.expectRevert(abi.encodeWithSelector(AttestedCash.ReferenceUsed.selector, bytes32("receipt 1")));
        money.attest("receipt 1", alice, amount);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(AttestedCash.NotTrustee.selector, caller));
        money.attest("receipt 2", alice, amount);
        assertEq(money.decimals(), 0);
    }

    function test_units_go_when_the_bank_has_paid(uint128 held, uint256 asked) public {
        vm.assume(held != 0);
        asked = bound(asked, 1, held);
        _attest("receipt", alice, held);
        vm.prank(alice);
        uint256 number = money.askPayment(asked, "account");
        assertEq(money.totalSupply(), held);
        assertEq(money.balanceOf(alice), held - asked);
        vm.prank(TRUSTEE);
        money.confirmPayment(number, "payment");
        assertEq(money.totalSupply(), held - asked);
        vm.prank(TRUSTEE);
        vm.expectRevert(abi.encodeWithSelector(AttestedCash.NoSuchPayment.selector, number));
        money.confirmPayment(number, "payment again");
    }

    function test_a_payment_that_the_bank_refuses_gives_the_units_back(uint128 held) public {
        vm.assume(held != 0);
        _attest("receipt", alice, held);
        vm.prank(alice);
        uint256 number = money.askPayment(held, "account");
        vm.prank(TRUSTEE);
        money.refusePayment(number, "no such account");
        assertEq(money.balanceOf(alice), held);
        vm.prank(TRUSTEE);
        vm.expectRevert(abi.encodeWithSelector(AttestedCash.NoSuchPayment.selector, number));
        money.refusePayment(number, "again");
    }

    function test_no_receipt_is_attested_while_account_and_units_differ(uint128 held, uint128 stated) public {
        vm.assume(held != 0 && held != stated);
        _attest("receipt", alice, held);
        int256 difference = int256(uint256(stated)) - int256(uint256(held));
        vm.prank(TRUSTEE);
        money.reconcile("statement 1", stated);
        vm.prank(TRUSTEE);
        vm.expectRevert(abi.encodeWithSelector(AttestedCash.NotReconciled.selector, difference));
        money.attest("receipt 2", alice, 1);
        vm.prank(TRUSTEE);
        money.reconcile("statement 2", held);
        _attest("receipt 2", alice, 1);
    }

    function test_one_reference_of_the_bank_is_not_both_a_receipt_and_a_payment() public {
        _attest("reference", alice, 5);
        vm.prank(alice);
        uint256 number = money.askPayment(5, "account");
        vm.prank(TRUSTEE);
        vm.expectRevert(abi.encodeWithSelector(AttestedCash.ReferenceUsed.selector, bytes32("reference")));
        money.confirmPayment(number, "reference");
    }

    function test_nothing_is_no_money() public {
        vm.prank(TRUSTEE);
        vm.expectRevert(AttestedCash.NothingToMove.selector);
        money.attest("reference", alice, 0);
        vm.prank(alice);
        vm.expectRevert(AttestedCash.NothingToMove.selector);
        money.askPayment(0, "account");
    }

    function test_the_trustee_alone_confirms_refuses_and_reconciles(address caller) public {
        vm.assume(caller != TRUSTEE);
        bytes memory refusal = abi.encodeWithSelector(AttestedCash.NotTrustee.selector, caller);
        vm.startPrank(caller);
        vm.expectRevert(refusal);
        money.confirmPayment(0, "payment");
        vm.expectRevert(refusal);
        money.refusePayment(0, "reason");
        vm.expectRevert(refusal);
        money.reconcile("statement", 0);
        vm.stopPrank();
    }
}
