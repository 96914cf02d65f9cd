// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IAssetRegister, OfferTerms, Right, RightStatus, TitleLink} from "./interfaces/IAssetRegister.sol";
import {ICash} from "./interfaces/ICash.sol";
import {IRegistry, Role} from "./interfaces/IRegistry.sol";
import {Roles} from "./libraries/Roles.sol";
import {PurchaseEscrow} from "./PurchaseEscrow.sol";

/// @title Register of rights, their sale and their price
/// @notice Each step is the act of the one party whose act it is in law: the originator offers, every joint owner
/// agrees, the company signs, and the trustee attests what the public register says. Who attests does not pay, and who
/// pays does not attest, so that no one party can let a price go before title has passed. Title and price never end in
/// one hand: once title has passed the price is the originator's, even if the right lapses before it was released.
/// @dev A right's status moves only through `_move`. Lapsed is final.
contract AssetRegister is IAssetRegister, PurchaseEscrow {
    using Roles for IRegistry;

    uint256 private constant OWNERS_MAX = 32;

    /// @notice Who holds which role.
    IRegistry public immutable registry;

    mapping(bytes32 right => Right) private _rights;
    mapping(bytes32 right => OfferTerms[]) private _versions;
    mapping(bytes32 right => TitleLink[]) private _titles;
    mapping(bytes32 right => mapping(uint256 version => mapping(address owner => bool))) private _consents;
    mapping(bytes32 right => bool) private _titlePassed;

    constructor(IRegistry registry_, ICash cash_) PurchaseEscrow(cash_) {
        registry = registry_;
    }

    modifier onlyTrustee() {
        registry.requireRole(msg.sender, Role.Trustee);
        _;
    }

    /// @inheritdoc IAssetRegister
    function offer(bytes32 right, bool registrable, address[] calldata owners, OfferTerms calldata offerTerms)
        external
    {
        registry.requireRole(msg.sender, Role.Originator);
        if (right == 0 || _rights[right].status != RightStatus.None) revert RightInvalid(right);
        _requireOwners(right, owners);
        Right storage record = _rights[right];
        record.originator = msg.sender;
        record.registrable = registrable;
        record.owners = owners;
        _move(right, RightStatus.Offered, offerTerms.commitment);
        _pushVersion(right, offerTerms);
    }

    /// @inheritdoc IAssetRegister
    function revise(bytes32 right, OfferTerms calldata offerTerms) external {
        _requireOfferedByCaller(right);
        _pushVersion(right, offerTerms);
    }

    /// @inheritdoc IAssetRegister
    function recordTitle(bytes32 right, bytes32 from, bytes32 to, bytes32 document) external {
        _requireOfferedByCaller(right);
        TitleLink[] storage chain = _titles[right];
        if (chain.length != 0 && _endOf(chain) != from) revert TitleBroken(right, _endOf(chain));
        _pushTitle(right, from, to, document);
    }

    /// @inheritdoc IAssetRegister
    function consent(bytes32 right, uint256 version) external {
        _requireStatus(right, RightStatus.Offered);
        _requireVersion(right, version);
        if (!_isOwner(right, msg.sender)) revert NotOwner(right, msg.sender);
        _consents[right][version][msg.sender] = true;
        emit Consented(right, version, msg.sender);
    }

    /// @inheritdoc IAssetRegister
    /// @dev The version is named, so that nobody signs terms that changed while the signature was under way.
    function sign(bytes32 right, uint256 version, bytes32 evidence) external {
        _requireStatus(right, RightStatus.Offered);
        _requireVersion(right, version);
        _requireBuyer(right);
        registry.requireRole(msg.sender, Role.Spc);
        if (block.timestamp >= _terms(right).longStop) revert LongStopInvalid(right, _terms(right).longStop);
        _requireAllConsent(right, version);
        _requireTitleOfOwners(right);
        _rights[right].payer = msg.sender;
        _move(right, RightStatus.Signed, evidence);
    }

    /// @inheritdoc IAssetRegister
    function appointPayer(bytes32 right, address payer) external {
        _requireStatus(right, RightStatus.Signed);
        _requireBuyer(right);
        if (heldMinor[right] != 0) revert NotPayer(right, payer);
        _rights[right].payer = payer;
    }

    /// @inheritdoc IAssetRegister
    function recordRegistration(bytes32 right, bytes32 evidence) external onlyTrustee {
        _requireStatus(right, RightStatus.Signed);
        if (!_rights[right].registrable) revert RegistrationDiffers(right, false);
        _move(right, RightStatus.Registered, evidence);
        _passTitle(right, evidence);
    }

    /// @inheritdoc IAssetRegister
    function recordOwnership(bytes32 right, bytes32 evidence) external onlyTrustee {
        if (!_rights[right].registrable) {
            _requireStatus(right, RightStatus.Signed);
            _passTitle(right, evidence);
        } else {
            if (_rights[right].status == RightStatus.Signed) revert RegistrationDiffers(right, true);
            _requireStatus(right, RightStatus.Registered);
            uint256 outstandingMinor = _terms(right).priceMinor - releasedMinor[right];
            if (outstandingMinor != 0) revert PriceOutstanding(right, outstandingMinor);
        }
        _move(right, RightStatus.Owned, evidence);
    }

    /// @inheritdoc IAssetRegister
    function lapse(bytes32 right, bytes32 evidence) external onlyTrustee {
        _requireLive(right);
        _move(right, RightStatus.Lapsed, evidence);
    }

    /// @inheritdoc IAssetRegister
    function withdrawFromSale(bytes32 right) external {
        Right storage record = _rights[right];
        bool disputed = record.status == RightStatus.Disputed && record.statusBefore == RightStatus.Signed;
        if (!disputed) _requireStatus(right, RightStatus.Signed);
        _requireBuyer(right);
        if (block.timestamp < _terms(right).longStop) revert LongStopInvalid(right, _terms(right).longStop);
        _move(right, RightStatus.Lapsed, 0);
    }

    /// @inheritdoc IAssetRegister
    function dispute(bytes32 right, bytes32 evidence) external {
        _requireLive(right);
        bool party = _isOwner(right, msg.sender) || msg.sender == _terms(right).buyer;
        bool guardian = registry.hasRole(msg.sender, Role.Trustee) || registry.hasRole(msg.sender, Role.Counsel);
        if (!party && !guardian) revert NotOwner(right, msg.sender);
        _rights[right].statusBefore = _rights[right].status;
        _move(right, RightStatus.Disputed, evidence);
    }

    /// @inheritdoc IAssetRegister
    function settleDispute(bytes32 right, bool stands, bytes32 evidence) external onlyTrustee {
        _requireStatus(right, RightStatus.Disputed);
        // A sale that fell although registered is undone as long as its price is here; later, the courts must.
        if (!stands && _titlePassed[right] && releasedMinor[right] == 0) _giveTitleBack(right, evidence);
        _move(right, stands ? _rights[right].statusBefore : RightStatus.Lapsed, evidence);
    }

    /// @inheritdoc IAssetRegister
    function statusOf(bytes32 right) external view returns (RightStatus) {
        return _rights[right].status;
    }

    /// @inheritdoc IAssetRegister
    function rightOf(bytes32 right) external view returns (Right memory) {
        return _rights[right];
    }

    /// @inheritdoc IAssetRegister
    function versionCount(bytes32 right) external view returns (uint256) {
        return _versions[right].length;
    }

    /// @inheritdoc IAssetRegister
    function versionAt(bytes32 right, uint256 version) external view returns (OfferTerms memory) {
        if (version == 0 || version > _versions[right].length) {
            revert VersionDiffers(right, version, _versions[right].length);
        }
        return _versions[right][version - 1];
    }

    /// @inheritdoc IAssetRegister
    function hasConsented(bytes32 right, uint256 version, address owner) external view returns (bool) {
        return _consents[right][version][owner];
    }

    /// @inheritdoc IAssetRegister
    function titleOf(bytes32 right) external view returns (TitleLink[] memory) {
        return _titles[right];
    }

    /// @inheritdoc IAssetRegister
    function ownersCommitment(address[] memory owners) public pure returns (bytes32) {
        return keccak256(abi.encode(owners));
    }

    /// @dev A price can be paid from signing on, as long as nothing is in dispute.
    function _payable(bytes32 right) internal view override returns (address, uint256) {
        RightStatus status = _rights[right].status;
        bool open = status == RightStatus.Signed || status == RightStatus.Registered || status == RightStatus.Owned;
        if (!open) revert WrongStatus(right, status);
        return (_rights[right].payer, _terms(right).priceMinor);
    }

    /// @dev Once registered for a right that passes by registration; once owned for one that does not, and then delivered.
    /// From then on the buyer bears what becomes of the right: its lapse gives no price back.
    function _releasableTo(bytes32 right) internal view override returns (address) {
        bool stops = _rights[right].status == RightStatus.Disputed;
        return _titlePassed[right] && !stops ? _rights[right].originator : address(0);
    }

    function _refundableTo(bytes32 right) internal view override returns (address) {
        bool failed = _rights[right].status == RightStatus.Lapsed && !_titlePassed[right];
        return failed ? _rights[right].payer : address(0);
    }

    function _move(bytes32 right, RightStatus status, bytes32 evidence) private {
        RightStatus before = _rights[right].status;
        _rights[right].status = status;
        emit StatusChanged(right, status, before, evidence, msg.sender);
    }

    function _pushVersion(bytes32 right, OfferTerms calldata offerTerms) private {
        if (offerTerms.commitment == 0) revert RightInvalid(right);
        if (offerTerms.longStop <= block.timestamp) revert LongStopInvalid(right, offerTerms.longStop);
        _versions[right].push(offerTerms);
        emit Offered(right, _versions[right].length, msg.sender, offerTerms);
    }

    function _passTitle(bytes32 right, bytes32 document) private {
        address[] memory buyer = new address[](1);
        buyer[0] = _terms(right).buyer;
        _pushTitle(right, _endOf(_titles[right]), ownersCommitment(buyer), document);
        _titlePassed[right] = true;
    }

    function _giveTitleBack(bytes32 right, bytes32 document) private {
        _pushTitle(right, _endOf(_titles[right]), ownersCommitment(_rights[right].owners), document);
        _titlePassed[right] = false;
    }

    function _pushTitle(bytes32 right, bytes32 from, bytes32 to, bytes32 document) private {
        _titles[right].push(TitleLink(from, to, document, uint64(block.timestamp)));
        emit TitleRecorded(right, from, to, document);
    }

    function _terms(bytes32 right) private view returns (OfferTerms storage) {
        return _versions[right][_versions[right].length - 1];
    }

    function _endOf(TitleLink[] storage chain) private view returns (bytes32) {
        return chain[chain.length - 1].to;
    }

    function _isOwner(bytes32 right, address who) private view returns (bool) {
        address[] storage owners = _rights[right].owners;
        for (uint256 each = 0; each < owners.length; ++each) {
            if (owners[each] == who) return true;
        }
        return false;
    }

    /// @dev Ascending order shows that nobody is named twice, at the price of one comparison each.
    function _requireOwners(bytes32 right, address[] calldata owners) private view {
        if (owners.length == 0 || owners.length > OWNERS_MAX) revert OwnersInvalid(right);
        bool offers = false;
        for (uint256 each = 0; each < owners.length; ++each) {
            if (each != 0 && owners[each] <= owners[each - 1]) revert OwnersInvalid(right);
            if (!registry.hasRole(owners[each], Role.Originator)) revert OwnersInvalid(right);
            offers = offers || owners[each] == msg.sender;
        }
        if (!offers) revert OwnersInvalid(right);
    }

    function _requireAllConsent(bytes32 right, uint256 version) private view {
        address[] storage owners = _rights[right].owners;
        for (uint256 each = 0; each < owners.length; ++each) {
            if (!_consents[right][version][owners[each]]) revert ConsentMissing(right, owners[each]);
        }
    }

    function _requireTitleOfOwners(bytes32 right) private view {
        TitleLink[] storage chain = _titles[right];
        bytes32 endsAt = chain.length == 0 ? bytes32(0) : _endOf(chain);
        if (endsAt != ownersCommitment(_rights[right].owners)) revert TitleBroken(right, endsAt);
    }

    function _requireOfferedByCaller(bytes32 right) private view {
        _requireStatus(right, RightStatus.Offered);
        if (msg.sender != _rights[right].originator) revert NotOfferedBy(right, msg.sender);
    }

    function _requireBuyer(bytes32 right) private view {
        if (msg.sender != _terms(right).buyer) revert NotBuyer(right, msg.sender);
    }

    function _requireVersion(bytes32 right, uint256 version) private view {
        if (version != _versions[right].length) revert VersionDiffers(right, version, _versions[right].length);
    }

    function _requireStatus(bytes32 right, RightStatus status) private view {
        if (_rights[right].status != status) revert WrongStatus(right, _rights[right].status);
    }

    /// @dev A right on which something can still happen: not unknown, lapsed or already in dispute.
    function _requireLive(bytes32 right) private view {
        RightStatus status = _rights[right].status;
        bool live = status != RightStatus.None && status != RightStatus.Lapsed && status != RightStatus.Disputed;
        if (!live) revert WrongStatus(right, status);
    }
}
