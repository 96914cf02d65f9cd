// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IAnchor} from "./interfaces/IAnchor.sol";
import {IRegistry, Role} from "./interfaces/IRegistry.sol";
import {Kinds} from "./libraries/Kinds.sol";
import {Roles} from "./libraries/Roles.sol";

/// @title Anchor of a deal's statements and documents
/// @notice Authors write side by side: two appraisers each have a line of versions, and neither can touch the other's.
/// @dev A line is an append-only list under the hash of its four names. Nothing is deleted, no function moves money,
/// and the registry is the only contract that is called.
contract Anchor is IAnchor {
    using Roles for IRegistry;

    /// @notice Who holds which role.
    IRegistry public immutable registry;

    mapping(bytes32 line => Record[]) private _lines;

    constructor(IRegistry registry_) {
        registry = registry_;
    }

    /// @inheritdoc IAnchor
    function publish(bytes32 kind, uint256 period, bytes32 root, bytes32 envelope) external {
        publishAbout(kind, period, 0, root, envelope);
    }

    /// @inheritdoc IAnchor
    function publishAbout(bytes32 kind, uint256 period, bytes32 subject, bytes32 root, bytes32 envelope) public {
        Record memory standing = current(kind, period, subject, msg.sender);
        if (standing.root != 0) revert AlreadyPublished(kind, period, subject, standing.root);
        _append(kind, period, subject, root, envelope);
    }

    /// @inheritdoc IAnchor
    function supersede(
        bytes32 kind,
        uint256 period,
        bytes32 subject,
        bytes32 root,
        bytes32 envelope,
        bytes32 superseded
    ) external {
        bytes32 standing = current(kind, period, subject, msg.sender).root;
        if (standing == 0) revert VersionUnknown(1);
        if (standing != superseded) revert SupersededDiffers(superseded, standing);
        _append(kind, period, subject, root, envelope);
    }

    /// @inheritdoc IAnchor
    function current(bytes32 kind, uint256 period, bytes32 subject, address author)
        public
        view
        returns (Record memory standing)
    {
        Record[] storage line = _lines[_lineOf(kind, period, subject, author)];
        if (line.length != 0) standing = line[line.length - 1];
    }

    /// @inheritdoc IAnchor
    function versionCount(bytes32 kind, uint256 period, bytes32 subject, address author)
        external
        view
        returns (uint256)
    {
        return _lines[_lineOf(kind, period, subject, author)].length;
    }

    /// @inheritdoc IAnchor
    function versionAt(bytes32 kind, uint256 period, bytes32 subject, address author, uint256 version)
        external
        view
        returns (Record memory)
    {
        Record[] storage line = _lines[_lineOf(kind, period, subject, author)];
        if (version == 0 || version > line.length) revert VersionUnknown(version);
        return line[version - 1];
    }

    /// @inheritdoc IAnchor
    function writerOf(bytes32 kind) external pure returns (Role) {
        return Kinds.writerOf(kind);
    }

    function _append(bytes32 kind, uint256 period, bytes32 subject, bytes32 root, bytes32 envelope) private {
        Role writer = Kinds.writerOf(kind);
        if (writer == Role.None) revert KindUnknown(kind);
        registry.requireRole(msg.sender, writer);
        if (root == 0) revert RootMissing();
        Record[] storage line = _lines[_lineOf(kind, period, subject, msg.sender)];
        bytes32 superseded = line.length == 0 ? bytes32(0) : line[line.length - 1].root;
        line.push(Record(root, envelope, uint64(block.timestamp), uint64(block.number)));
        emit Published(kind, period, msg.sender, subject, line.length, root, envelope, superseded);
    }

    function _lineOf(bytes32 kind, uint256 period, bytes32 subject, address author) private pure returns (bytes32) {
        return keccak256(abi.encode(kind, period, subject, author));
    }
}
