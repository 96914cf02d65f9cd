// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IAssetRegister, OfferTerms, RightStatus, TitleLink} from "../src/interfaces/IAssetRegister.sol";
import {IRegistry, Role} from "../src/interfaces/IRegistry.sol";
import {Rights} from "./Rights.sol";

contract AssetRegisterTest is Rights {
    function test_a_patent_goes_from_offer_to_ownership_step_by_step() public {
        _offer(PATENT, true);
        _holds(PATENT, RightStatus.Offered);
        vm.prank(ORIGINATOR);
        rights.consent(PATENT, 1);
        vm.prank(CO_OWNER);
        rights.consent(PATENT, 1);
        vm.prank(SPC);
        rights.sign(PATENT, 1, "signed assignment");
        _holds(PATENT, RightStatus.Signed);
        _pay(PATENT, PRICE);
        _register(PATENT);
        _holds(PATENT, RightStatus.Registered);
        rights.release(PATENT);
        vm.prank(TRUSTEE);
        rights.recordOwnership(PATENT, "closing memorandum");
        _holds(PATENT, RightStatus.Owned);
    }

    function test_the_chain_of_title_has_no_gap_and_ends_at_the_company() public {
        _sign(PATENT, true);
        _register(PATENT);
        TitleLink[] memory chain = rights.titleOf(PATENT);
        assertEq(chain.length, 3);
        for (uint256 each = 1; each < chain.length; ++each) {
            assertEq(chain[each].from, chain[each - 1].to);
        }
        address[] memory company = new address[](1);
        company[0] = SPC;
        assertEq(chain[2].to, rights.ownersCommitment(company));
        assertEq(chain[2].document, "extract of the register");
    }

    function test_a_link_that_does_not_start_where_the_chain_ends_is_refused(bytes32 from) public {
        _offer(PATENT, true);
        bytes32 end = rights.ownersCommitment(_owners());
        vm.assume(from != end);
        vm.prank(ORIGINATOR);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.TitleBroken.selector, PATENT, end));
        rights.recordTitle(PATENT, from, "somebody", "assignment 3");
    }

    function test_nobody_signs_while_the_chain_ends_elsewhere_than_at_the_owners() public {
        vm.prank(ORIGINATOR);
        rights.offer(PATENT, true, _owners(), _offerTerms());
        vm.prank(ORIGINATOR);
        rights.consent(PATENT, 1);
        vm.prank(CO_OWNER);
        rights.consent(PATENT, 1);
        vm.prank(SPC);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.TitleBroken.selector, PATENT, bytes32(0)));
        rights.sign(PATENT, 1, "signed assignment");
    }

    function test_joint_owners_sell_together_or_not_at_all() public {
        _lacksConsent(PATENT, ORIGINATOR, CO_OWNER);
        _lacksConsent(WORK, CO_OWNER, ORIGINATOR);
    }

    function test_a_consent_counts_for_the_version_it_was_given_to_alone() public {
        _offer(PATENT, true);
        vm.prank(CO_OWNER);
        rights.consent(PATENT, 1);
        vm.prank(ORIGINATOR);
        rights.revise(PATENT, OfferTerms("other terms", SPC, PRICE / 2, LONG_STOP));
        vm.prank(CO_OWNER);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.VersionDiffers.selector, PATENT, 1, 2));
        rights.consent(PATENT, 1);
        vm.prank(ORIGINATOR);
        rights.consent(PATENT, 2);
        vm.prank(SPC);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.VersionDiffers.selector, PATENT, 1, 2));
        rights.sign(PATENT, 1, "signed assignment");
        vm.prank(SPC);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.ConsentMissing.selector, PATENT, CO_OWNER));
        rights.sign(PATENT, 2, "signed assignment");
        assertTrue(rights.hasConsented(PATENT, 1, CO_OWNER), "on record");
        assertEq(rights.versionAt(PATENT, 1).priceMinor, PRICE);
        assertEq(rights.versionCount(PATENT), 2);
    }

    function test_versions_count_from_one_to_the_last() public {
        _offer(PATENT, true);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.VersionDiffers.selector, PATENT, 0, 1));
        rights.versionAt(PATENT, 0);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.VersionDiffers.selector, PATENT, 2, 1));
        rights.versionAt(PATENT, 2);
    }

    function test_only_an_owner_consents(address caller) public {
        vm.assume(caller != ORIGINATOR && caller != CO_OWNER);
        _offer(PATENT, true);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.NotOwner.selector, PATENT, caller));
        rights.consent(PATENT, 1);
    }

    function test_only_the_buyer_of_the_offer_signs(address caller) public {
        vm.assume(caller != SPC);
        _offer(PATENT, true);
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.NotBuyer.selector, PATENT, caller));
        rights.sign(PATENT, 1, "signed assignment");
    }

    function test_a_buyer_must_be_a_special_purpose_company() public {
        vm.prank(ORIGINATOR);
        rights.offer(PATENT, true, _owners(), OfferTerms(DESCRIPTION, STRANGER, PRICE, LONG_STOP));
        vm.prank(STRANGER);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NotInRole.selector, STRANGER, Role.Spc));
        rights.sign(PATENT, 1, "signed assignment");
    }

    function test_only_an_originator_among_the_owners_offers() public {
        vm.prank(SPC);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NotInRole.selector, SPC, Role.Originator));
        rights.offer(PATENT, true, _owners(), _offerTerms());
        address[] memory others = new address[](1);
        others[0] = CO_OWNER;
        vm.prank(ORIGINATOR);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.OwnersInvalid.selector, PATENT));
        rights.offer(PATENT, true, others, _offerTerms());
    }

    function test_owners_are_originators_each_named_once_in_ascending_order() public {
        address[] memory wrong = new address[](2);
        (wrong[0], wrong[1]) = (ORIGINATOR, ORIGINATOR);
        _refusesOwners(wrong);
        (wrong[0], wrong[1]) = (CO_OWNER, ORIGINATOR);
        _refusesOwners(wrong);
        (wrong[0], wrong[1]) = (ORIGINATOR, STRANGER);
        _refusesOwners(wrong);
        _refusesOwners(new address[](0));
        _refusesOwners(new address[](33));
    }

    function test_a_right_is_offered_once_under_an_id_and_with_a_commitment() public {
        _offer(PATENT, true);
        vm.prank(ORIGINATOR);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.RightInvalid.selector, PATENT));
        rights.offer(PATENT, true, _owners(), _offerTerms());
        vm.prank(ORIGINATOR);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.RightInvalid.selector, bytes32(0)));
        rights.offer(0, true, _owners(), _offerTerms());
        vm.prank(ORIGINATOR);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.RightInvalid.selector, WORK));
        rights.offer(WORK, false, _owners(), OfferTerms(0, SPC, PRICE, LONG_STOP));
    }

    function test_only_who_offered_revises_and_tells_the_chain_and_only_before_signing() public {
        _sign(PATENT, true);
        vm.prank(ORIGINATOR);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.WrongStatus.selector, PATENT, RightStatus.Signed));
        rights.revise(PATENT, _offerTerms());
        _offer(WORK, false);
        vm.prank(CO_OWNER);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.NotOfferedBy.selector, WORK, CO_OWNER));
        rights.revise(WORK, _offerTerms());
        vm.prank(CO_OWNER);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.NotOfferedBy.selector, WORK, CO_OWNER));
        rights.recordTitle(WORK, "a", "b", "c");
    }

    function test_an_offer_whose_long_stop_has_passed_is_neither_made_nor_signed() public {
        vm.prank(ORIGINATOR);
        vm.expectRevert(
            abi.encodeWithSelector(IAssetRegister.LongStopInvalid.selector, PATENT, uint64(block.timestamp))
        );
        rights.offer(PATENT, true, _owners(), OfferTerms(DESCRIPTION, SPC, PRICE, uint64(block.timestamp)));
        _offer(PATENT, true);
        vm.warp(LONG_STOP);
        vm.prank(SPC);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.LongStopInvalid.selector, PATENT, LONG_STOP));
        rights.sign(PATENT, 1, "signed assignment");
    }

    function test_only_a_trustee_attests_registration_ownership_and_lapse(address caller) public {
        vm.assume(caller != TRUSTEE);
        _sign(PATENT, true);
        bytes memory refusal = abi.encodeWithSelector(IRegistry.NotInRole.selector, caller, Role.Trustee);
        vm.prank(caller);
        vm.expectRevert(refusal);
        rights.recordRegistration(PATENT, "extract of the register");
        vm.prank(caller);
        vm.expectRevert(refusal);
        rights.recordOwnership(PATENT, "closing memorandum");
        vm.prank(caller);
        vm.expectRevert(refusal);
        rights.lapse(PATENT, "notice");
        vm.prank(caller);
        vm.expectRevert(refusal);
        rights.settleDispute(PATENT, true, "judgment");
    }

    function test_what_passes_by_registration_is_registered_before_it_is_owned_and_paid() public {
        _sign(PATENT, true);
        vm.prank(TRUSTEE);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.RegistrationDiffers.selector, PATENT, true));
        rights.recordOwnership(PATENT, "closing memorandum");
        _register(PATENT);
        vm.prank(TRUSTEE);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.PriceOutstanding.selector, PATENT, PRICE));
        rights.recordOwnership(PATENT, "closing memorandum");
    }

    function test_what_needs_no_register_is_owned_on_delivery_and_paid_then() public {
        _sign(WORK, false);
        _pay(WORK, PRICE);
        vm.prank(TRUSTEE);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.RegistrationDiffers.selector, WORK, false));
        rights.recordRegistration(WORK, "extract of the register");
        vm.prank(TRUSTEE);
        rights.recordOwnership(WORK, "receipt of delivery");
        _holds(WORK, RightStatus.Owned);
        assertEq(rights.titleOf(WORK).length, 3);
        rights.release(WORK);
        assertEq(cash.balanceOf(ORIGINATOR), PRICE);
    }

    function test_a_dispute_stops_everything_and_ends_where_it_began_or_in_lapse() public {
        _endsDispute(PATENT, true, RightStatus.Signed);
        _endsDispute(WORK, false, RightStatus.Lapsed);
    }

    function test_who_may_dispute(uint8 number) public {
        address[8] memory callers = [ORIGINATOR, CO_OWNER, SPC, TRUSTEE, COUNSEL, SERVICER, AGENCY, STRANGER];
        uint256 picked = bound(number, 0, 7);
        _sign(PATENT, true);
        vm.prank(callers[picked]);
        if (picked > 4) {
            vm.expectRevert(abi.encodeWithSelector(IAssetRegister.NotOwner.selector, PATENT, callers[picked]));
        }
        rights.dispute(PATENT, "claim");
        _holds(PATENT, picked > 4 ? RightStatus.Signed : RightStatus.Disputed);
    }

    function test_lapsed_is_final() public {
        _sign(PATENT, true);
        vm.prank(TRUSTEE);
        rights.lapse(PATENT, "invalidated");
        bytes memory refusal = abi.encodeWithSelector(IAssetRegister.WrongStatus.selector, PATENT, RightStatus.Lapsed);
        vm.prank(TRUSTEE);
        vm.expectRevert(refusal);
        rights.lapse(PATENT, "invalidated");
        vm.prank(TRUSTEE);
        vm.expectRevert(refusal);
        rights.dispute(PATENT, "claim");
        vm.prank(TRUSTEE);
        vm.expectRevert(refusal);
        rights.recordRegistration(PATENT, "extract of the register");
    }

    function test_the_buyer_withdraws_after_the_long_stop_and_not_before() public {
        _sign(PATENT, true);
        vm.prank(SPC);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.LongStopInvalid.selector, PATENT, LONG_STOP));
        rights.withdrawFromSale(PATENT);
        vm.warp(LONG_STOP);
        vm.prank(ORIGINATOR);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.NotBuyer.selector, PATENT, ORIGINATOR));
        rights.withdrawFromSale(PATENT);
        vm.prank(SPC);
        rights.withdrawFromSale(PATENT);
        _holds(PATENT, RightStatus.Lapsed);
    }

    function test_the_buyer_withdraws_even_out_of_a_dispute() public {
        _sign(PATENT, true);
        vm.prank(COUNSEL);
        rights.dispute(PATENT, "claim");
        vm.warp(LONG_STOP);
        vm.prank(SPC);
        rights.withdrawFromSale(PATENT);
        _holds(PATENT, RightStatus.Lapsed);
    }

    function test_nobody_withdraws_from_a_sale_whose_title_has_passed() public {
        _sign(PATENT, true);
        _register(PATENT);
        vm.prank(COUNSEL);
        rights.dispute(PATENT, "claim");
        vm.warp(LONG_STOP);
        vm.prank(SPC);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.WrongStatus.selector, PATENT, RightStatus.Disputed));
        rights.withdrawFromSale(PATENT);
    }

    function test_nothing_happens_to_a_right_that_nobody_offered(bytes32 right) public {
        bytes memory refusal = abi.encodeWithSelector(IAssetRegister.WrongStatus.selector, right, RightStatus.None);
        vm.prank(SPC);
        vm.expectRevert(refusal);
        rights.payFor(right, 1);
        vm.prank(SPC);
        vm.expectRevert(refusal);
        rights.withdrawFromSale(right);
        vm.prank(TRUSTEE);
        vm.expectRevert(refusal);
        rights.dispute(right, "claim");
        vm.prank(TRUSTEE);
        vm.expectRevert(refusal);
        rights.recordOwnership(right, "closing memorandum");
    }

    function _holds(bytes32 right, RightStatus status) private view {
        assertEq(uint256(rights.statusOf(right)), uint256(status));
    }

    function _refusesOwners(address[] memory owners) private {
        vm.prank(ORIGINATOR);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.OwnersInvalid.selector, PATENT));
        rights.offer(PATENT, true, owners, _offerTerms());
    }

    function _lacksConsent(bytes32 right, address agrees, address missing) private {
        _offer(right, true);
        vm.prank(agrees);
        rights.consent(right, 1);
        vm.prank(SPC);
        vm.expectRevert(abi.encodeWithSelector(IAssetRegister.ConsentMissing.selector, right, missing));
        rights.sign(right, 1, "signed assignment");
    }

    function _endsDispute(bytes32 right, bool stands, RightStatus after_) private {
        _sign(right, true);
        _pay(right, 1);
        vm.prank(CO_OWNER);
        rights.dispute(right, "claim");
        bytes memory refusal = abi.encodeWithSelector(IAssetRegister.WrongStatus.selector, right, RightStatus.Disputed);
        vm.prank(TRUSTEE);
        vm.expectRevert(refusal);
        rights.recordRegistration(right, "extract of the register");
        vm.prank(SPC);
        vm.expectRevert(refusal);
        rights.payFor(right, 1);
        vm.prank(TRUSTEE);
        vm.expectRevert(refusal);
        rights.lapse(right, "notice");
        vm.prank(TRUSTEE);
        rights.settleDispute(right, stands, "judgment");
        _holds(right, after_);
    }
}
