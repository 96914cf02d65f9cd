// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {InvestorClass, IRegistry, Role} from "./interfaces/IRegistry.sol";
import {IRoles} from "./interfaces/IRoles.sol";

/// @title Registry of a deal's participants
/// @notice Nobody can do everything. A trustee registers, and a regulator appoints the trustee and other regulators; a
/// trustee can make neither its own supervisor nor its own peer. Who judges (trustee, appraiser, counsel, rating
/// agency, regulator) holds no other role. Nobody but the participant changes its key, so that no registrar can have
/// another's envelopes sealed to itself. There is no owner and no upgrade.
/// @dev Roles are bits of one word. No function calls out, so that none can be re-entered.
contract Registry is IRegistry {
    /// @notice A participant that is there from the start.
    struct Founder {
        address who;
        bytes key;
        bytes32 sealedIdentity;
    }

    struct Participant {
        uint16 roles; // bit `role` is set while the role is held
        InvestorClass investorClass;
        uint64 disclosures;
        bytes32 sealedIdentity;
    }

    /// @dev The longest public key: hybrid suites with ML-KEM-1024 take 1,600 bytes.
    uint256 private constant KEY_BYTES_MAX = 2048;

    uint16 private constant JUDGES = uint16(
        (1 << uint8(Role.Trustee)) | (1 << uint8(Role.Appraiser)) | (1 << uint8(Role.Counsel))
            | (1 << uint8(Role.RatingAgency)) | (1 << uint8(Role.Regulator))
    );

    mapping(address who => Participant) private _participants;
    mapping(address who => EncryptionKey[]) private _keys;
    uint256 private _regulators;

    /// @param trustee registers the others.
    /// @param regulator appoints trustees and opens pseudonyms.
    constructor(Founder memory trustee, Founder memory regulator) {
        _register(trustee.who, Role.Trustee, trustee.key, trustee.sealedIdentity);
        _register(regulator.who, Role.Regulator, regulator.key, regulator.sealedIdentity);
    }

    /// @inheritdoc IRegistry
    function register(address who, Role role, bytes calldata key, bytes32 sealedIdentity) external {
        _requireRegistrarOf(role);
        _register(who, role, key, sealedIdentity);
    }

    /// @inheritdoc IRegistry
    function revoke(address who, Role role) external {
        _requireRegistrarOf(role);
        if (!hasRole(who, role)) revert NotInRole(who, role);
        if (role == Role.Regulator) {
            if (_regulators == 1) revert LastRegulator(who);
            _regulators -= 1;
        }
        _participants[who].roles &= ~_bit(role);
        emit Revoked(who, role, msg.sender);
    }

    /// @inheritdoc IRegistry
    function rotateKey(bytes calldata key) external {
        if (!isRegistered(msg.sender)) revert NotRegistered(msg.sender);
        _pushKey(msg.sender, key);
    }

    /// @inheritdoc IRegistry
    function classify(address who, InvestorClass investorClass) external {
        _requireRole(Role.Trustee);
        if (!isRegistered(who)) revert NotRegistered(who);
        _participants[who].investorClass = investorClass;
        emit Classified(who, investorClass, msg.sender);
    }

    /// @inheritdoc IRegistry
    function disclose(address who, bytes32 purpose) external {
        _requireRole(Role.Regulator);
        if (!isRegistered(who)) revert NotRegistered(who);
        if (purpose == 0) revert PurposeMissing();
        _participants[who].disclosures += 1;
        emit Disclosed(who, purpose, _participants[who].sealedIdentity, msg.sender);
    }

    /// @inheritdoc IRoles
    function hasRole(address who, Role role) public view returns (bool) {
        return _participants[who].roles & _bit(role) != 0;
    }

    /// @inheritdoc IRegistry
    function isRegistered(address who) public view returns (bool) {
        return _keys[who].length != 0;
    }

    /// @inheritdoc IRegistry
    function investorClassOf(address who) external view returns (InvestorClass) {
        return _participants[who].investorClass;
    }

    /// @inheritdoc IRegistry
    function encryptionKeyOf(address who) external view returns (bytes memory) {
        return isRegistered(who) ? _keys[who][_keys[who].length - 1].key : bytes("");
    }

    /// @inheritdoc IRegistry
    function keyCount(address who) external view returns (uint256) {
        return _keys[who].length;
    }

    /// @inheritdoc IRegistry
    function keyAt(address who, uint256 version) external view returns (EncryptionKey memory) {
        if (version == 0 || version > _keys[who].length) revert KeyVersionUnknown(who, version);
        return _keys[who][version - 1];
    }

    /// @inheritdoc IRegistry
    function sealedIdentityOf(address who) external view returns (bytes32) {
        return _participants[who].sealedIdentity;
    }

    /// @inheritdoc IRegistry
    function disclosureCount(address who) external view returns (uint256) {
        return _participants[who].disclosures;
    }

    function _register(address who, Role role, bytes memory key, bytes32 sealedIdentity) private {
        if (hasRole(who, role)) revert AlreadyInRole(who, role);
        _requireCompatible(who, role);
        if (isRegistered(who)) _requireSameParticipant(who, key, sealedIdentity);
        else _admit(who, key, sealedIdentity);
        if (role == Role.Regulator) _regulators += 1;
        _participants[who].roles |= _bit(role);
        emit Registered(who, role, _participants[who].sealedIdentity, msg.sender);
    }

    function _admit(address who, bytes memory key, bytes32 sealedIdentity) private {
        if (sealedIdentity == 0) revert SealedIdentityInvalid(who);
        _participants[who].sealedIdentity = sealedIdentity;
        _pushKey(who, key);
    }

    function _pushKey(address who, bytes memory key) private {
        if (key.length == 0 || key.length > KEY_BYTES_MAX) revert KeyLengthInvalid(key.length);
        _keys[who].push(EncryptionKey(key, uint64(block.timestamp)));
        emit KeyRotated(who, _keys[who].length, key);
    }

    function _requireSameParticipant(address who, bytes memory key, bytes32 sealedIdentity) private view {
        if (key.length != 0) revert KeyBelongsToParticipant(who);
        if (sealedIdentity != 0 && sealedIdentity != _participants[who].sealedIdentity) {
            revert SealedIdentityInvalid(who);
        }
    }

    /// @dev A judge holds one role: either the new role is a judge's and something is held, or a judge's is held.
    function _requireCompatible(address who, Role role) private view {
        uint16 held = _participants[who].roles;
        bool judges = (held | _bit(role)) & JUDGES != 0;
        if (judges && held != 0) revert IncompatibleRoles(who, role);
    }

    function _requireRegistrarOf(Role role) private view {
        if (role == Role.None) revert NoSuchRole();
        bool supervises = role == Role.Trustee || role == Role.Regulator;
        _requireRole(supervises ? Role.Regulator : Role.Trustee);
    }

    function _requireRole(Role role) private view {
        if (!hasRole(msg.sender, role)) revert NotInRole(msg.sender, role);
    }

    function _bit(Role role) private pure returns (uint16) {
        return uint16(1 << uint8(role));
    }
}
