// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IRoles, Role} from "./IRoles.sol";

/// @notice How far the law protects an investor; offerings name the classes that they may be made to.
enum InvestorClass {
    None,
    General, // anybody
    Professional, // tokutei toshika, FIEA art. 2(31)
    Qualified // tekikaku kikan toshika, FIEA art. 2(3)(i)
}

/// @title Who takes part, as what, and to which key their envelopes are sealed
/// @notice Addresses are pseudonyms: who stands behind one is sealed off the chain, and only its commitment is here.
interface IRegistry is IRoles {
    /// @notice A key to which envelopes are sealed from a time on.
    struct EncryptionKey {
        bytes key; // public key, in the encoding of the envelope's suite
        uint64 since; // time of the block, in seconds
    }

    /// @notice Somebody received a role.
    event Registered(address indexed who, Role indexed role, bytes32 sealedIdentity, address indexed by);

    /// @notice Somebody lost a role. What was written under it stays.
    event Revoked(address indexed who, Role indexed role, address indexed by);

    /// @notice Envelopes are sealed to another key from now on. Versions count from 1.
    event KeyRotated(address indexed who, uint256 indexed version, bytes key);

    /// @notice The registrar recorded how far the law protects an investor.
    event Classified(address indexed who, InvestorClass indexed investorClass, address indexed by);

    /// @notice A regulator opened a pseudonym. Whose it is stays off the chain; that it was opened, and why, does not.
    event Disclosed(address indexed who, bytes32 indexed purpose, bytes32 sealedIdentity, address indexed by);

    /// @notice The caller does not hold the role that this needs.
    error NotInRole(address caller, Role role);

    /// @notice Nobody is registered at this address.
    error NotRegistered(address who);

    /// @notice The participant holds this role already.
    error AlreadyInRole(address who, Role role);

    /// @notice Who judges a deal is no party to it: this role cannot be held together with what the participant holds.
    error IncompatibleRoles(address who, Role role);

    /// @notice `None` is no role.
    error NoSuchRole();

    /// @notice A key has from 1 to 2,048 bytes.
    error KeyLengthInvalid(uint256 nBytes);

    /// @notice Only the participant itself changes its key; leave `key` empty when you add a role.
    error KeyBelongsToParticipant(address who);

    /// @notice A participant has one identity, committed to once; it is neither zero nor changed.
    error SealedIdentityInvalid(address who);

    /// @notice Without a regulator nobody could appoint a trustee.
    error LastRegulator(address who);

    /// @notice An opening states its purpose.
    error PurposeMissing();

    /// @notice The participant has no key of this version.
    error KeyVersionUnknown(address who, uint256 version);

    /// @notice Gives somebody a role. By a trustee; the roles of trustee and regulator by a regulator.
    /// @param who the pseudonymous address.
    /// @param role what it may do.
    /// @param key the public key to which its envelopes are sealed; empty if it is registered already.
    /// @param sealedIdentity the commitment to who stands behind it; zero or the same if it is registered already.
    function register(address who, Role role, bytes calldata key, bytes32 sealedIdentity) external;

    /// @notice Takes a role away, from now on. By whoever may give it.
    function revoke(address who, Role role) external;

    /// @notice Replaces the caller's key. Documents sealed to the old one stay sealed to it.
    function rotateKey(bytes calldata key) external;

    /// @notice Records how far the law protects an investor. By a trustee.
    function classify(address who, InvestorClass investorClass) external;

    /// @notice Records that a regulator opens a pseudonym. By a regulator.
    /// @param purpose why: the digest of the order, or a short code.
    function disclose(address who, bytes32 purpose) external;

    /// @notice Whether somebody was ever registered.
    function isRegistered(address who) external view returns (bool);

    /// @notice How far the law protects an investor; `None` until a trustee says.
    function investorClassOf(address who) external view returns (InvestorClass);

    /// @notice The key to which envelopes are sealed now; empty for who is not registered.
    function encryptionKeyOf(address who) external view returns (bytes memory);

    /// @notice How many keys somebody has had.
    function keyCount(address who) external view returns (uint256);

    /// @notice One of somebody's keys, by its version, which counts from 1.
    function keyAt(address who, uint256 version) external view returns (EncryptionKey memory);

    /// @notice The commitment to who stands behind an address.
    function sealedIdentityOf(address who) external view returns (bytes32);

    /// @notice How often a regulator has opened this pseudonym.
    function disclosureCount(address who) external view returns (uint256);
}
