// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IWaterfallVault} from "../src/interfaces/IWaterfallVault.sol";
import {HostileCash} from "./mocks/HostileCash.sol";
import {VaultDeal} from "./VaultDeal.sol";

/// @notice What payees take: each its own, once, in whatever order, and nobody stops another.
contract VaultTakingTest is VaultDeal {
    address[3] private _holders;

    function setUp() public override {
        super.setUp();
        _holders = [alice, bob, carol];
    }

    function _held(uint256 a, uint256 b, uint256 c) private {
        (classes[A]).hold(alice, a);
        (classes[A]).hold(bob, b);
        (classes[A]).hold(carol, c);
    }

    function test_all_of_a_class_is_paid_out_to_the_unit(uint64 a, uint64 b, uint64 c, uint256 collected) public {
        vm.assume(a != 0 && b != 0 && c != 0);
        _held(a, b, c);
        _pay(0, bound(collected, 3_000_000, 10 ** 11));
        (uint256 pot,,) = vault.pot(A, 0);
        uint256 all = uint256(a) + b + c;
        uint256[3] memory units = [uint256(a), b, c];
        for (uint256 i; i < 3; ++i) {
            vm.prank(_holders[i]);
            vault.claim(A, 0);
            uint256 least = pot * units[i] / all;
            uint256 got = cash.balanceOf(_holders[i]);
            assertTrue(got == least || (i == 2 && got >= least && got <= least + 2), "not its part");
        }
        (, uint256 taken,) = vault.pot(A, 0);
        assertEq(taken, pot);
        assertEq(cash.balanceOf(alice) + cash.balanceOf(bob) + cash.balanceOf(carol), pot);
        assertEq(cash.balanceOf(address(vault)), vault.needed());
    }

    function test_who_held_at_the_record_date_is_paid_and_nobody_twice() public {
        _held(6, 4, 0);
        cash.mint(address(vault), 5_000_000);
        _report(0, 5_000_000);
        _held(0, 4, 6); // alice sells to carol after the record date
        _wait(0);
        vault.distribute(0);
        vault.claimFor(alice, A, 0);
        vm.expectRevert(IWaterfallVault.NothingOwed.selector);
        vault.claimFor(alice, A, 0);
        vm.expectRevert(IWaterfallVault.NothingOwed.selector);
        vault.claimFor(carol, A, 0);
        (uint256 pot,,) = vault.pot(A, 0);
        assertEq(cash.balanceOf(alice), pot * 6 / 10);
    }

    function test_what_a_lost_account_did_not_claim_goes_to_the_one_in_its_place() public {
        _held(6, 4, 0);
        _pay(0, 5_000_000);
        classes[A].replace(alice, carol);
        vault.claimFor(alice, A, 0);
        (uint256 pot,,) = vault.pot(A, 0);
        assertEq(cash.balanceOf(alice), 0);
        assertEq(cash.balanceOf(carol), pot * 6 / 10);
        vm.expectRevert(IWaterfallVault.NothingOwed.selector);
        vault.claimFor(alice, A, 0);
    }

    function test_record_dates_may_have_other_numbers_in_each_class() public {
        classes[B].startAt(41);
        classes[A].hold(alice, 1);
        classes[B].hold(bob, 1);
        _pay(0, 5_000_000);
        (uint256 toA,, uint256 dateA) = vault.pot(A, 0);
        (uint256 toB,, uint256 dateB) = vault.pot(B, 0);
        assertEq(dateA, 1);
        assertEq(dateB, 42);
        vault.claimFor(alice, A, 0);
        vault.claimFor(bob, B, 0);
        assertEq(cash.balanceOf(alice), toA);
        assertEq(cash.balanceOf(bob), toB);
    }

    function test_a_party_takes_all_that_it_is_owed_once_and_the_money_goes_to_it(address anybody) public {
        _pay(0, 1_000_000);
        _pay(1, 1_000_000);
        vm.prank(anybody);
        vault.withdraw(SERVICING);
        assertEq(cash.balanceOf(SERVICER), 44_000);
        vm.expectRevert(IWaterfallVault.NothingOwed.selector);
        vault.withdraw(SERVICING);
        assertEq(cash.balanceOf(address(vault)), vault.needed());
    }

    function test_payees_are_what_they_are() public {
        vm.expectRevert(abi.encodeWithSelector(IWaterfallVault.NoSuchPayee.selector, A));
        vault.withdraw(A);
        vm.expectRevert(abi.encodeWithSelector(IWaterfallVault.NoSuchPayee.selector, 5));
        vault.withdraw(5);
        vm.expectRevert(abi.encodeWithSelector(IWaterfallVault.NoSuchPayee.selector, SERVICING));
        vault.claim(SERVICING, 0);
        vm.expectRevert(IWaterfallVault.NothingOwed.selector);
        vault.claim(A, 0);
    }

    function test_a_holder_that_cannot_receive_stops_nobody_else() public {
        HostileCash money = new HostileCash();
        _makeVault(money);
        _held(1, 1, 0);
        money.mint(address(vault), 5_000_000);
        _report(0, 5_000_000);
        _wait(0);
        money.refuse(alice);
        vault.distribute(0);
        vm.expectRevert(abi.encodeWithSelector(HostileCash.ReceiverRefused.selector, alice));
        vault.claimFor(alice, A, 0);
        vault.claimFor(bob, A, 0);
        vault.withdraw(SERVICING);
        assertTrue(money.balanceOf(bob) != 0 && money.balanceOf(SERVICER) != 0, "nobody was paid");
    }

    function test_money_that_says_no_is_not_taken_as_paid() public {
        HostileCash money = new HostileCash();
        _makeVault(money);
        money.mint(address(vault), 1_000_000);
        _report(0, 1_000_000);
        _wait(0);
        money.mint(address(vault), 1_000_000); // instead of the guarantor
        vault.distribute(0);
        money.sayNo();
        vm.expectRevert(abi.encodeWithSelector(IWaterfallVault.NotTransferred.selector, SERVICER, 22_000));
        vault.withdraw(SERVICING);
        assertEq(vault.owed(SERVICING), 22_000);
    }

    function test_a_call_from_within_the_money_takes_nothing_twice() public {
        HostileCash money = new HostileCash();
        _makeVault(money);
        _held(1, 1, 0);
        money.mint(address(vault), 5_000_000);
        _report(0, 5_000_000);
        _wait(0);
        vault.distribute(0);
        money.callBack(address(vault), abi.encodeCall(vault.claimFor, (alice, A, 0)));
        vault.claimFor(alice, A, 0);
        assertTrue(!money.answered(), "claimed twice");
        assertEq(bytes4(money.answer()), IWaterfallVault.NothingOwed.selector);
        money.callBack(address(vault), abi.encodeCall(vault.withdraw, (SERVICING)));
        vault.withdraw(SERVICING);
        assertEq(bytes4(money.answer()), IWaterfallVault.NothingOwed.selector);
        assertEq(money.balanceOf(SERVICER), 110_000);
    }

    function test_a_call_from_within_a_distribution_finds_the_vault_busy() public {
        HostileCash money = new HostileCash();
        _makeVault(money);
        _held(1, 1, 0);
        money.mint(address(vault), 5_000_000);
        _report(0, 5_000_000);
        _wait(0);
        vault.distribute(0);
        money.mint(GUARANTOR, 10_000_000);
        vm.prank(GUARANTOR);
        money.approve(address(vault), type(uint256).max);
        _report(1, 0);
        _wait(1);
        money.callBack(address(vault), abi.encodeCall(vault.claimFor, (alice, A, 0)));
        vault.distribute(1); // draws on the guarantor, whose money calls back
        assertTrue(!money.answered(), "claimed within");
        assertEq(bytes4(money.answer()), IWaterfallVault.WrongStage.selector);
    }

    function test_a_token_that_charges_for_a_transfer_is_found_out() public {
        HostileCash money = new HostileCash();
        _makeVault(money);
        money.mint(GUARANTOR, 10_000_000);
        vm.prank(GUARANTOR);
        money.approve(address(vault), type(uint256).max);
        money.charge(1);
        _report(0, 0);
        _wait(0);
        uint256 needed = OPENING + 60_000_000 * uint256(30_000) * 181 / (365 * 1_000_000);
        vm.expectRevert(abi.encodeWithSelector(IWaterfallVault.NotFunded.selector, needed - 1, needed));
        vault.distribute(0);
    }
}
