// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AssetRegister} from "../src/AssetRegister.sol";
import {RightStatus, TitleLink} from "../src/interfaces/IAssetRegister.sol";
import {Rights} from "./Rights.sol";
import {Test} from "./Test.sol";

/// @notice Does at random what the parties to a sale may do with four signed rights.
contract SaleActs is Test {
    AssetRegister private immutable _rights;
    address private immutable _spc;
    address private immutable _trustee;
    address private immutable _owner;
    uint256 private immutable _priceMinor;

    /// @notice Whether a right was seen to come back from the dead.
    bool public revived;
    /// @notice Whether the buyer got its money back for a right whose title it has.
    bool public refundedAfterTitle;
    mapping(bytes32 right => bool) private _lapsed;

    constructor(AssetRegister rights, address spc, address trustee, address owner, uint256 priceMinor) {
        (_rights, _spc, _trustee, _owner, _priceMinor) = (rights, spc, trustee, owner, priceMinor);
    }

    modifier watching(uint8 number) {
        _;
        bytes32 right = _right(number);
        bool lapsed = _rights.statusOf(right) == RightStatus.Lapsed;
        if (_lapsed[right] && !lapsed) revived = true;
        if (lapsed) _lapsed[right] = true;
    }

    function pay(uint8 number, uint256 amountMinor) public watching(number) {
        vm.prank(_spc);
        try _rights.payFor(_right(number), bound(amountMinor, 1, _priceMinor)) {} catch {}
    }

    function register(uint8 number) public watching(number) {
        vm.prank(_trustee);
        try _rights.recordRegistration(_right(number), "extract") {} catch {}
    }

    function own(uint8 number) public watching(number) {
        vm.prank(_trustee);
        try _rights.recordOwnership(_right(number), "memorandum") {} catch {}
    }

    function lapse(uint8 number, uint8 chance) public watching(number) {
        if (chance > 40) return; // seldom: what has lapsed does nothing more
        vm.prank(_trustee);
        try _rights.lapse(_right(number), "notice") {} catch {}
    }

    function dispute(uint8 number) public watching(number) {
        vm.prank(_owner);
        try _rights.dispute(_right(number), "claim") {} catch {}
    }

    function settle(uint8 number, bool stands) public watching(number) {
        vm.prank(_trustee);
        try _rights.settleDispute(_right(number), stands, "judgment") {} catch {}
    }

    function release(uint8 number) public watching(number) {
        try _rights.release(_right(number)) {} catch {}
    }

    function refund(uint8 number) public watching(number) {
        TitleLink[] memory chain = _rights.titleOf(_right(number));
        address[] memory company = new address[](1);
        company[0] = _spc;
        bool passed = chain[chain.length - 1].to == _rights.ownersCommitment(company);
        try _rights.refund(_right(number)) {
            if (passed) refundedAfterTitle = true;
        } catch {}
    }

    function withdraw(uint8 number) public watching(number) {
        vm.prank(_spc);
        try _rights.withdrawFromSale(_right(number)) {} catch {}
    }

    function wait_(uint32 time) public {
        vm.warp(block.timestamp + bound(time, 0, 10 days));
    }

    function _right(uint8 number) private pure returns (bytes32) {
        return bytes32(uint256(number % 4) + 1);
    }
}

contract AssetRegisterInvariantsTest is Rights {
    SaleActs private _acts;
    uint256 private _funds;

    function setUp() public override {
        super.setUp();
        for (uint256 right = 1; right <= 4; ++right) {
            _sign(bytes32(right), right % 2 == 0);
        }
        _acts = new SaleActs(rights, SPC, TRUSTEE, CO_OWNER, PRICE);
        _funds = cash.balanceOf(SPC);
        targetContract(address(_acts));
    }

    /// @dev All of them on the same calls: one run in place of one for each.
    function invariant_the_price_follows_the_title() public view {
        _what_is_held_is_there_and_the_rest_is_the_originators_or_the_payers();
        _nothing_is_released_before_title_has_passed();
        _a_lapsed_right_stays_lapsed();
    }

    function _what_is_held_is_there_and_the_rest_is_the_originators_or_the_payers() private view {
        (uint256 held, uint256 released) = (0, 0);
        for (uint256 right = 1; right <= 4; ++right) {
            held += rights.heldMinor(bytes32(right));
            released += rights.releasedMinor(bytes32(right));
            assertTrue(rights.heldMinor(bytes32(right)) + rights.releasedMinor(bytes32(right)) <= PRICE, "the price");
        }
        assertEq(rights.totalHeldMinor(), held);
        assertEq(cash.balanceOf(address(rights)), held);
        assertEq(cash.balanceOf(ORIGINATOR), released);
        assertEq(cash.balanceOf(SPC), _funds - held - released);
    }

    function _nothing_is_released_before_title_has_passed() private view {
        address[] memory company = new address[](1);
        company[0] = SPC;
        for (uint256 right = 1; right <= 4; ++right) {
            TitleLink[] memory chain = rights.titleOf(bytes32(right));
            bool passed = chain[chain.length - 1].to == rights.ownersCommitment(company);
            assertTrue(passed || rights.releasedMinor(bytes32(right)) == 0, "title first");
        }
        assertTrue(!_acts.refundedAfterTitle(), "title and price in one hand");
    }

    function _a_lapsed_right_stays_lapsed() private view {
        assertTrue(!_acts.revived(), "lapsed for good");
    }

    function test_the_acts_do_pay_release_and_refund() public {
        _acts.pay(0, 99);
        _acts.pay(1, 98);
        _acts.own(0);
        _acts.register(1);
        _acts.release(0);
        _acts.release(1);
        assertEq(cash.balanceOf(ORIGINATOR), 100 + 99);
        _acts.pay(2, 999);
        _acts.dispute(2);
        _acts.settle(2, false);
        _acts.refund(2);
        _acts.pay(3, 999);
        _acts.wait_(uint32(10 days));
        _acts.lapse(3, 0);
        assertEq(rights.totalHeldMinor(), 1000);
        _acts.refund(3);
        assertEq(cash.balanceOf(SPC), _funds - 199);
    }
}
