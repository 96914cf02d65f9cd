// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ICash} from "../src/interfaces/ICash.sol";
import {IWaterfallVault} from "../src/interfaces/IWaterfallVault.sol";
import {Payee} from "../src/interfaces/IProgramStore.sol";
import {Chunks} from "../src/libraries/Chunks.sol";
import {ProgramStore} from "../src/ProgramStore.sol";
import {WaterfallVault} from "../src/WaterfallVault.sol";
import {Shipped} from "./Shipped.sol";
import {VaultDeal} from "./VaultDeal.sol";

/// @notice The program changes by what all signatories approved and by nothing else; and only sound bytes are kept.
contract VaultAmendmentTest is VaultDeal {
    uint256 private constant OWN = type(uint256).max;

    /// @dev The same promises with another name of the deal: another digest.
    function _amended() private view returns (bytes memory other) {
        other = bytes.concat(program);
        other[24] = "S"; // of "small-deal"
    }

    /// @dev Each slot that lasts takes over its own value: all but 18 to 20, which are intermediate.
    function _amendment(uint256 fromPeriod) private returns (IWaterfallVault.Amendment memory amendment) {
        uint256[] memory carried = new uint256[](19);
        for (uint256 i; i < 18; ++i) carried[i] = i;
        carried[18] = 21;
        amendment.fromPeriod = fromPeriod;
        amendment.carried = carried;
        _names(amendment, _payees());
    }

    /// @dev Names the amended program with payees: where it is kept, its digest and theirs.
    function _names(IWaterfallVault.Amendment memory amendment, Payee[] memory payees) private {
        amendment.layoutAt = _kept(_amended(), payees);
        amendment.programDigest = sha256(_amended());
        amendment.payeesDigest = keccak256(abi.encode(payees));
    }

    function _approve(IWaterfallVault.Amendment memory amendment) private {
        address[] memory all = vault.signatories();
        for (uint256 i; i < all.length; ++i) {
            vm.prank(all[i]);
            vault.approve(keccak256(abi.encode(amendment)));
        }
    }

    function test_what_all_approved_takes_effect_and_keeps_what_is_owed() public {
        _pay(0, 3_000_000);
        uint256[] memory before = vault.closing();
        IWaterfallVault.Amendment memory amendment = _amendment(1);
        _approve(amendment);
        vm.prank(STRANGER);
        vault.amend(amendment);
        assertEq(vault.programDigest(), sha256(_amended()));
        uint256[] memory later = vault.closing();
        for (uint256 i; i < before.length; ++i) assertEq(later[i], before[i]);
        _pay(1, 3_000_000);
        assertEq(cash.balanceOf(address(vault)), vault.needed());
    }

    function test_one_signatory_short_changes_nothing() public {
        IWaterfallVault.Amendment memory amendment = _amendment(0);
        bytes32 id = keccak256(abi.encode(amendment));
        vm.prank(SPC);
        vault.approve(id);
        vm.prank(ORIGINATOR);
        vault.approve(id);
        vm.expectRevert(abi.encodeWithSelector(IWaterfallVault.NotApproved.selector, TRUSTEE));
        vault.amend(amendment);
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IWaterfallVault.NotEntitled.selector, STRANGER));
        vault.approve(id);
        assertEq(vault.programDigest(), digest);
    }

    function test_the_deployer_alone_changes_nothing() public {
        IWaterfallVault.Amendment memory amendment = _amendment(0);
        vm.expectRevert(abi.encodeWithSelector(IWaterfallVault.NotApproved.selector, SPC));
        vault.amend(amendment);
    }

    function test_an_approval_takes_effect_once() public {
        IWaterfallVault.Amendment memory amendment = _amendment(0);
        _approve(amendment);
        vault.amend(amendment);
        vm.expectRevert(abi.encodeWithSelector(IWaterfallVault.NotApproved.selector, SPC));
        vault.amend(amendment);
    }

    function test_what_was_reported_of_a_period_is_void_once_all_put_another_program_in_place() public {
        IWaterfallVault.Amendment memory amendment = _amendment(0);
        _approve(amendment);
        _report(0, 0);
        vault.amend(amendment);
        (uint256 next, IWaterfallVault.Stage stage,) = vault.status();
        assertEq(next, 0);
        assertEq(uint8(stage), uint8(IWaterfallVault.Stage.Open));
        _report(0, 0);
    }

    function test_an_amendment_waits_for_its_period() public {
        IWaterfallVault.Amendment memory amendment = _amendment(1);
        _approve(amendment);
        vm.expectRevert(abi.encodeWithSelector(IWaterfallVault.NotNextPeriod.selector, 1, 0));
        vault.amend(amendment);
    }

    function test_cash_neither_grows_nor_shrinks_by_an_amendment() public {
        IWaterfallVault.Amendment memory amendment = _amendment(0);
        amendment.carried[0] = 1; // both accounts hold the reserve's cash
        _approve(amendment);
        vm.expectRevert(abi.encodeWithSelector(IWaterfallVault.Unbalanced.selector, OPENING, 2 * OPENING));
        vault.amend(amendment);
    }

    function test_every_lasting_slot_says_what_it_takes_over() public {
        IWaterfallVault.Amendment memory amendment = _amendment(0);
        amendment.carried = new uint256[](3);
        _approve(amendment);
        vm.expectRevert(IWaterfallVault.WrongCarrying.selector);
        vault.amend(amendment);
        amendment = _amendment(0);
        amendment.carried[5] = 22;
        _approve(amendment);
        vm.expectRevert(IWaterfallVault.WrongCarrying.selector);
        vault.amend(amendment);
        amendment.carried[5] = OWN;
        _approve(amendment);
        vault.amend(amendment);
        assertEq(vault.slot(5), 0);
    }

    function test_no_payee_is_put_in_anothers_place() public {
        IWaterfallVault.Amendment memory amendment = _amendment(0);
        Payee[] memory payees = _payees();
        payees[SERVICING].to = STRANGER;
        _names(amendment, payees);
        _approve(amendment);
        vm.expectRevert(IWaterfallVault.PayeesChanged.selector);
        vault.amend(amendment);
    }

    /// @dev Anybody may keep the same bytes with payees of its own: what parties approve says whom they mean.
    function test_the_same_bytes_with_other_payees_are_not_what_was_approved() public {
        IWaterfallVault.Amendment memory amendment = _amendment(0);
        Payee[] memory payees = _payees();
        payees[SERVICING].to = STRANGER;
        amendment.layoutAt = _kept(_amended(), payees);
        _approve(amendment);
        vm.expectRevert(abi.encodeWithSelector(IWaterfallVault.NotKept.selector, amendment.layoutAt));
        vault.amend(amendment);
        amendment.payeesDigest = keccak256(abi.encode(payees));
        amendment.programDigest = digest;
        _approve(amendment);
        vm.expectRevert(abi.encodeWithSelector(IWaterfallVault.NotKept.selector, amendment.layoutAt));
        vault.amend(amendment);
    }

    function test_a_later_payee_of_a_name_takes_what_falls_due_from_then_on() public {
        _pay(0, 1_000_000);
        IWaterfallVault.Amendment memory amendment = _amendment(1);
        Payee[] memory payees = new Payee[](6);
        for (uint256 i; i < 5; ++i) payees[i] = _payees()[i];
        payees[5] = Payee("servicing", STRANGER, false);
        _names(amendment, payees);
        _approve(amendment);
        vault.amend(amendment);
        _pay(1, 1_000_000);
        assertEq(vault.owed(SERVICING), 22_000);
        assertEq(vault.owed(5), 22_000);
    }

    function test_a_layout_that_the_store_did_not_make_is_none() public {
        IWaterfallVault.Amendment memory amendment = _amendment(0);
        amendment.layoutAt = Chunks.store("anything");
        _approve(amendment);
        vm.expectRevert(abi.encodeWithSelector(IWaterfallVault.NotKept.selector, amendment.layoutAt));
        vault.amend(amendment);
    }

    function test_a_deal_without_signatories_has_no_vault() public {
        WaterfallVault.Terms memory terms = _deal(ICash(address(cash)), _kept(program, _payees()));
        terms.signatories = new address[](0);
        vm.expectRevert(IWaterfallVault.NoSignatories.selector);
        Shipped.waterfallVault(terms);
    }

    // --- what the store keeps ---

    function test_bytes_of_another_digest_are_not_kept(uint256 place, bytes1 other) public {
        bytes memory flipped = bytes.concat(program);
        place = bound(place, 0, flipped.length - 1);
        vm.assume(flipped[place] != other);
        flipped[place] = other;
        address[] memory chunks = _stored(flipped);
        vm.expectRevert(abi.encodeWithSelector(ProgramStore.OtherDigest.selector, sha256(flipped), digest));
        store.keep(chunks, digest, _payees());
    }

    function test_bytes_that_are_cut_short_or_too_many_are_not_kept(uint256 length) public {
        length = bound(length, 32, program.length + 40);
        vm.assume(length != program.length);
        bytes memory other = bytes.concat(program, new bytes(40));
        assembly ("memory-safe") {
            mstore(other, length)
        }
        address[] memory chunks = _stored(other);
        (bool done,) = address(store).call(abi.encodeCall(store.keep, (chunks, sha256(other), _payees())));
        assertTrue(!done, "kept");
    }

    /// @dev Whatever one byte becomes, the store refuses the bytes or keeps a program that the vault can carry out
    /// without leaving its books unbalanced.
    function test_no_byte_makes_a_program_that_loses_money(uint256 place, uint8 other, uint256 collected) public {
        bytes memory flipped = bytes.concat(program);
        flipped[bound(place, 16, flipped.length - 1)] = bytes1(other);
        address[] memory chunks = _stored(flipped);
        try store.keep(chunks, sha256(flipped), _payees()) returns (address layoutAt) {
            vault = Shipped.waterfallVault(_deal(ICash(address(cash)), layoutAt));
            cash.mint(address(vault), 10 ** 15);
            collected = bound(collected, 0, 10 ** 8);
            vm.prank(SERVICER);
            try vault.report(0, _inputs(collected), ROOT) {
                vm.warp(400 * 366 days * 100);
                try vault.distribute(0) {
                    assertTrue(vault.needed() <= cash.balanceOf(address(vault)), "owes more than it holds");
                } catch {}
            } catch {}
        } catch {}
    }

    function test_a_step_that_pays_nobody_is_refused() public {
        Payee[] memory payees = _payees();
        payees[SERVICING].name = "somebody else";
        address[] memory chunks = _stored(program);
        vm.expectRevert(abi.encodeWithSelector(ProgramStore.StepRefused.selector, 9));
        store.keep(chunks, digest, payees);
    }

    function test_only_chunks_are_read() public {
        address[] memory chunks = new address[](1);
        chunks[0] = address(store);
        vm.expectRevert(abi.encodeWithSelector(Chunks.NotAChunk.selector, address(store)));
        store.keep(chunks, digest, _payees());
        chunks = new address[](2);
        (chunks[0], chunks[1]) = (_stored(program)[0], _stored(program)[0]);
        vm.expectRevert(abi.encodeWithSelector(Chunks.NotAChunk.selector, chunks[0])); // not full, but others follow
        store.keep(chunks, digest, _payees());
    }

    function test_what_is_no_program_is_named_by_its_place() public {
        bytes memory other = bytes.concat("CHIZAI PROGRAM 1", new bytes(80));
        address[] memory chunks = _stored(other);
        bytes32 found = sha256(other);
        vm.expectRevert(abi.encodeWithSelector(ProgramStore.NotAProgram.selector, 0));
        store.keep(chunks, found, _payees());
    }
}
