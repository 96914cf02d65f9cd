// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IAnchor} from "./interfaces/IAnchor.sol";
import {IClassToken, Terms, TransferRules} from "./interfaces/IClassToken.sol";
import {IRecordDates} from "./interfaces/IRecordDates.sol";
import {IRegistry, Role} from "./interfaces/IRegistry.sol";
import {IWaterfallVault} from "./interfaces/IWaterfallVault.sol";
import {Kinds} from "./libraries/Kinds.sol";
import {Redemption} from "./libraries/Redemption.sol";
import {TransferPolicy} from "./TransferPolicy.sol";

/// @title Token of one class of a deal
/// @notice All units come into being once, at issue, and none after; they go together, when the class is redeemed. The
/// company issues, but only what the trustee attested to the unit: the attestation is a digest over everything that an
/// investor relies on, so that terms, rules, vault, payees, ratings and first holders cannot be exchanged between
/// approval and issue. There is no owner and no upgrade.
contract ClassToken is TransferPolicy {
    /// @dev How somebody was invited: not at all, as one of those whose number is limited, or as a qualified investor.
    enum Invitation {
        None,
        Counted,
        Qualified
    }

    /// @notice Where prospectus, ratings and attestations stand.
    IAnchor public immutable anchor;

    /// @inheritdoc IClassToken
    address public vault;

    /// @notice Whether the units exist.
    bool public isIssued;

    /// @notice How many of the solicited count toward the limit, those of like securities before included.
    uint256 public solicitedCount;

    /// @notice How somebody was invited to subscribe.
    mapping(address who => Invitation) public invitationOf;

    Terms private _terms;

    modifier onlyIssuer() {
        if (msg.sender != _terms.spc) revert NotIssuer(msg.sender);
        _;
    }

    modifier beforeIssue() {
        if (isIssued) revert AlreadyIssued();
        _;
    }

    /// @param name_ such as "Class A specified bonds".
    /// @param symbol_ such as "A".
    /// @param anchor_ where records stand; its registry says who holds which role.
    /// @param registry_ the deal's registry.
    /// @param terms_ what the class is.
    /// @param rules_ to whom its units may go.
    constructor(
        string memory name_,
        string memory symbol_,
        IAnchor anchor_,
        IRegistry registry_,
        Terms memory terms_,
        TransferRules memory rules_
    ) ERC20(name_, symbol_) TransferPolicy(registry_, rules_) {
        if (terms_.unitsTotal == 0 || terms_.unitsTotal > type(uint128).max) {
            revert TermsInvalid("unitsTotal");
        }
        if (terms_.prospectusRoot == 0) revert TermsInvalid("prospectusRoot");
        if (terms_.programDigest == 0) revert TermsInvalid("programDigest");
        if (rules_.eligibleClasses == 0) revert TermsInvalid("eligibleClasses");
        if (rules_.unitsBelow != 0 && terms_.unitsTotal >= rules_.unitsBelow) revert TermsInvalid("unitsBelow");
        anchor = anchor_;
        _terms = terms_;
        solicitedCount = rules_.solicitedBefore;
    }

    /// @inheritdoc IClassToken
    function bindVault(address vault_) external onlyIssuer beforeIssue {
        if (vault != address(0)) revert VaultAlreadyBound(vault);
        if (vault_.code.length == 0) revert VaultMissing();
        vault = vault_;
        emit VaultBound(vault_);
    }

    /// @inheritdoc IClassToken
    /// @dev The law counts who was solicited, not who bought (FIEA art. 2(3)): the limit stands here and not at issue.
    function solicit(address who) external beforeIssue {
        if (msg.sender != _terms.spc && !registry.hasRole(msg.sender, Role.Underwriter)) {
            revert IRegistry.NotInRole(msg.sender, Role.Underwriter);
        }
        if (!canReceive(who)) revert ERC7943CannotReceive(who);
        if (invitationOf[who] != Invitation.None) return;
        bool counts = !(_rules.qualifiedAmongThemselves && _isQualified(who));
        invitationOf[who] = counts ? Invitation.Counted : Invitation.Qualified;
        if (counts) _countSolicited();
        emit Solicited(who, solicitedCount);
    }

    /// @inheritdoc IClassToken
    function issue(address[] calldata holders, uint256[] calldata units) external onlyIssuer beforeIssue {
        if (vault == address(0)) revert VaultMissing();
        (bytes32 runs,) = _vaultDigests();
        if (runs != _terms.programDigest) revert VaultDiffers(runs);
        bytes32 approval = approvalOf(holders, units);
        _requireRecords(approval);
        isIssued = true;
        for (uint256 each = 0; each < holders.length; ++each) {
            _allot(holders[each], units[each]);
        }
        if (totalSupply() != _terms.unitsTotal) revert UnitsDiffer(totalSupply(), _terms.unitsTotal);
        emit Issued(approval, _terms.unitsTotal);
    }

    /// @inheritdoc IClassToken
    function approvalOf(address[] calldata holders, uint256[] calldata units) public view returns (bytes32) {
        if (holders.length != units.length) revert AllocationInvalid();
        (, bytes32 paid) = _vaultDigests();
        bytes32 class = keccak256(abi.encode(block.chainid, address(this), vault, paid, _terms, _rules));
        return keccak256(abi.encode("Chizai approval of issue", class, _ratings(), holders, units));
    }

    /// @inheritdoc IClassToken
    /// @dev The trustee says that the class is redeemed, and the vault's books must say so too; see `Redemption`.
    function cancel(address[] calldata holders) external underCase {
        if (!isIssued) revert NotIssued();
        if (!isRedeemed) {
            if (!Redemption.isFinal(IWaterfallVault(vault), address(this))) revert NotRedeemed(outstandingMinor());
            isRedeemed = true;
        }
        for (uint256 each = 0; each < holders.length; ++each) {
            _cancel(holders[each]);
        }
    }

    /// @inheritdoc IClassToken
    function outstandingMinor() public view returns (uint256) {
        return Redemption.outstandingMinor(IWaterfallVault(vault), address(this));
    }

    /// @inheritdoc IRecordDates
    function checkpoint() external returns (uint256) {
        if (msg.sender != vault) revert NotVault(msg.sender);
        if (!isIssued) revert NotIssued();
        return _takeCheckpoint();
    }

    /// @inheritdoc IClassToken
    function terms() external view returns (Terms memory) {
        return _terms;
    }

    /// @notice Units have no decimals: none is ever split.
    function decimals() public pure override returns (uint8) {
        return 0;
    }

    /// @notice Under which subject records about this class alone are anchored: its address.
    function subject() public view returns (bytes32) {
        return bytes32(uint256(uint160(address(this))));
    }

    /// @dev The digests of the program that the vault runs and of whom it pays; 0 as long as no vault is bound.
    function _vaultDigests() private view returns (bytes32 program, bytes32 payees) {
        if (vault == address(0)) return (0, 0);
        return IWaterfallVault(vault).store().digestsOf(IWaterfallVault(vault).layoutAt());
    }

    function _countSolicited() private {
        uint256 most = _rules.solicitedMax;
        if (most != 0 && solicitedCount >= most) revert TooManySolicited(most);
        solicitedCount += 1;
    }

    /// @dev A first holder was solicited, may hold, and if it was left out of the count is still a qualified investor.
    function _allot(address holder, uint256 units) private {
        if (units == 0) revert AllocationInvalid();
        if (!canReceive(holder)) revert ERC7943CannotReceive(holder);
        Invitation invitation = invitationOf[holder];
        if (_rules.solicitedMax != 0 && invitation == Invitation.None) revert NotSolicited(holder);
        if (invitation == Invitation.Qualified) {
            if (!_isQualified(holder)) revert NotSolicited(holder);
            _bindToQualified(holder);
        }
        _mint(holder, units);
    }

    /// @dev The attestation covers the ratings as they stand: a rating that changed after approval stops the issue.
    function _requireRecords(bytes32 approval) private view {
        _requireRecord(Kinds.PROSPECTUS, _terms.spc, 0, _terms.prospectusRoot);
        for (uint256 each = 0; each < _terms.ratingAgencies.length; ++each) {
            address agency = _terms.ratingAgencies[each];
            if (_rating(agency) == 0) revert RecordMissing(Kinds.RATING, agency);
        }
        _requireRecord(Kinds.ATTESTATION, _terms.trustee, subject(), approval);
    }

    /// @dev Whoever lost the role that writes the record no longer stands for it.
    function _requireRecord(bytes32 kind, address author, bytes32 about, bytes32 root) private view {
        bool stands = registry.hasRole(author, Kinds.writerOf(kind));
        if (!stands || anchor.current(kind, 0, about, author).root != root) revert RecordMissing(kind, author);
    }

    function _rating(address agency) private view returns (bytes32) {
        return registry.hasRole(agency, Role.RatingAgency)
            ? anchor.current(Kinds.RATING, 0, subject(), agency).root
            : bytes32(0);
    }

    function _ratings() private view returns (bytes32[] memory ratings) {
        ratings = new bytes32[](_terms.ratingAgencies.length);
        for (uint256 each = 0; each < ratings.length; ++each) {
            ratings[each] = _rating(_terms.ratingAgencies[each]);
        }
    }
}
