// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IAnchor} from "../src/interfaces/IAnchor.sol";
import {IRegistry, Role} from "../src/interfaces/IRegistry.sol";
import {Parties} from "./Parties.sol";

contract AnchorTest is Parties {
    /// @dev Written out once more, apart from the contract: which role writes which kind.
    bytes32[9] private _kinds = [
        bytes32("valuation"),
        "opinion",
        "rating",
        "statement",
        "report",
        "prospectus",
        "plan",
        "guarantee",
        "attestation"
    ];
    address[9] private _writers = [APPRAISER, COUNSEL, AGENCY, SERVICER, SERVICER, SPC, SPC, GUARANTOR, TRUSTEE];
    address[11] private _parties = [
        ORIGINATOR,
        SPC,
        TRUSTEE,
        SERVICER,
        APPRAISER,
        COUNSEL,
        AGENCY,
        GUARANTOR,
        UNDERWRITER,
        REGULATOR,
        address(0x2003)
    ];

    function test_each_kind_of_record_is_written_by_one_role_alone(
        uint8 kindNumber,
        uint8 partyNumber,
        uint256 period,
        bytes32 root
    ) public {
        vm.assume(root != 0);
        uint256 number = bound(kindNumber, 0, 8);
        address caller = _parties[bound(partyNumber, 0, 10)];
        bytes32 kind = _kinds[number];
        Role writer = anchor.writerOf(kind);
        vm.prank(caller);
        if (caller != _writers[number]) {
            vm.expectRevert(abi.encodeWithSelector(IRegistry.NotInRole.selector, caller, writer));
        }
        anchor.publish(kind, period, root, 0);
        assertEq(anchor.current(kind, period, 0, caller).root, caller == _writers[number] ? root : bytes32(0));
    }

    function test_another_kind_is_written_by_nobody(bytes32 kind) public {
        for (uint256 each = 0; each < _kinds.length; ++each) {
            vm.assume(kind != _kinds[each]);
        }
        vm.prank(SERVICER);
        vm.expectRevert(abi.encodeWithSelector(IAnchor.KindUnknown.selector, kind));
        anchor.publish(kind, 1, "root", 0);
    }

    function test_a_record_says_what_when_and_in_which_block() public {
        vm.roll(77);
        vm.prank(SERVICER);
        anchor.publish("statement", 3, "root", "envelope");
        IAnchor.Record memory record = anchor.current("statement", 3, 0, SERVICER);
        assertEq(record.root, "root");
        assertEq(record.envelope, "envelope");
        assertEq(record.publishedAt, block.timestamp);
        assertEq(record.blockNumber, 77);
    }

    function test_nothing_is_overwritten() public {
        vm.prank(SERVICER);
        anchor.publish("statement", 3, "root", 0);
        vm.prank(SERVICER);
        vm.expectRevert(
            abi.encodeWithSelector(IAnchor.AlreadyPublished.selector, bytes32("statement"), 3, 0, bytes32("root"))
        );
        anchor.publish("statement", 3, "another", 0);
    }

    function test_a_version_is_superseded_only_by_one_that_names_it(bytes32 named) public {
        vm.assume(named != "first");
        vm.prank(SERVICER);
        anchor.publish("statement", 3, "first", 0);
        vm.prank(SERVICER);
        vm.expectRevert(abi.encodeWithSelector(IAnchor.SupersededDiffers.selector, named, bytes32("first")));
        anchor.supersede("statement", 3, 0, "second", 0, named);
        vm.prank(SERVICER);
        anchor.supersede("statement", 3, 0, "second", 0, "first");
        assertEq(anchor.current("statement", 3, 0, SERVICER).root, "second");
        assertEq(anchor.versionCount("statement", 3, 0, SERVICER), 2);
        assertEq(anchor.versionAt("statement", 3, 0, SERVICER, 1).root, "first");
    }

    function test_there_is_nothing_to_supersede_before_the_first_version() public {
        vm.prank(SERVICER);
        vm.expectRevert(abi.encodeWithSelector(IAnchor.VersionUnknown.selector, 1));
        anchor.supersede("statement", 3, 0, "second", 0, 0);
    }

    function test_versions_count_from_one_to_the_last(uint256 version) public {
        vm.assume(version != 1);
        vm.prank(SERVICER);
        anchor.publish("report", 1, "root", 0);
        vm.expectRevert(abi.encodeWithSelector(IAnchor.VersionUnknown.selector, version));
        anchor.versionAt("report", 1, 0, SERVICER, version);
    }

    function test_a_root_of_zero_is_refused() public {
        vm.prank(SERVICER);
        vm.expectRevert(IAnchor.RootMissing.selector);
        anchor.publish("statement", 1, 0, 0);
    }

    function test_two_appraisers_write_side_by_side() public {
        address second = address(0x3002);
        _admit(second, Role.Appraiser);
        vm.prank(APPRAISER);
        anchor.publishAbout("valuation", 0, "right", "sealed by the first", 0);
        vm.prank(second);
        anchor.publishAbout("valuation", 0, "right", "sealed by the second", 0);
        assertEq(anchor.current("valuation", 0, "right", APPRAISER).root, "sealed by the first");
        assertEq(anchor.current("valuation", 0, "right", second).root, "sealed by the second");
    }

    function test_who_lost_its_role_writes_no_more_and_what_it_wrote_stays() public {
        vm.prank(APPRAISER);
        anchor.publish("valuation", 0, "root", 0);
        vm.prank(TRUSTEE);
        registry.revoke(APPRAISER, Role.Appraiser);
        vm.prank(APPRAISER);
        vm.expectRevert(abi.encodeWithSelector(IRegistry.NotInRole.selector, APPRAISER, Role.Appraiser));
        anchor.supersede("valuation", 0, 0, "other", 0, "root");
        assertEq(anchor.current("valuation", 0, 0, APPRAISER).root, "root");
    }
}
