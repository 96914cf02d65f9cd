// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Role} from "./IRegistry.sol";

/// @title Where roots of statements and documents stand, by kind, period, subject and author
/// @notice A record is never overwritten. Its author may supersede it by a version that names the old root, and every
/// version stays readable.
interface IAnchor {
    /// @notice What one author said at one time.
    struct Record {
        bytes32 root; // of the tree of rows, or the salted digest of a document
        bytes32 envelope; // digest of the sealed body
        uint64 publishedAt; // time of the block, in seconds
        uint64 blockNumber;
    }

    /// @notice Something was published. Versions count from 1; `superseded` is zero for the first.
    event Published(
        bytes32 indexed kind,
        uint256 indexed period,
        address indexed author,
        bytes32 subject,
        uint256 version,
        bytes32 root,
        bytes32 envelope,
        bytes32 superseded
    );

    /// @notice There is no such kind of record.
    error KindUnknown(bytes32 kind);

    /// @notice A root of zero would be read as nothing published.
    error RootMissing();

    /// @notice The author has published this already: it can supersede it, by name.
    error AlreadyPublished(bytes32 kind, uint256 period, bytes32 subject, bytes32 root);

    /// @notice What is named as superseded is not the root that stands now.
    error SupersededDiffers(bytes32 named, bytes32 standing);

    /// @notice The author has published no such version.
    error VersionUnknown(uint256 version);

    /// @notice Publishes the first version of a record about the whole deal. By who holds the role that writes its
    /// kind.
    /// @param kind the name of the kind, such as "statement".
    /// @param period the payment period, from 1; 0 is before the first.
    /// @param root what is committed to.
    /// @param envelope digest of the sealed body; zero if there is none.
    function publish(bytes32 kind, uint256 period, bytes32 root, bytes32 envelope) external;

    /// @notice The same about one right, licence or class.
    /// @param subject the right's id, or a class token's address in the low bytes; zero for the whole deal.
    function publishAbout(bytes32 kind, uint256 period, bytes32 subject, bytes32 root, bytes32 envelope) external;

    /// @notice Publishes a new version in place of one's own. By its author, while it holds the role.
    /// @param superseded the root that stands now: who has not seen the latest version cannot replace it by accident.
    function supersede(
        bytes32 kind,
        uint256 period,
        bytes32 subject,
        bytes32 root,
        bytes32 envelope,
        bytes32 superseded
    ) external;

    /// @notice The version that stands; all zero if there is none.
    function current(bytes32 kind, uint256 period, bytes32 subject, address author)
        external
        view
        returns (Record memory);

    /// @notice How many versions an author has published.
    function versionCount(bytes32 kind, uint256 period, bytes32 subject, address author) external view returns (uint256);

    /// @notice One version, which count from 1.
    function versionAt(bytes32 kind, uint256 period, bytes32 subject, address author, uint256 version)
        external
        view
        returns (Record memory);

    /// @notice The role that writes a kind; `None` if there is no such kind.
    function writerOf(bytes32 kind) external pure returns (Role);
}
