// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice Where the sale of a right stands.
enum RightStatus {
    None,
    Offered, // on these terms, by its owners
    Signed, // by the company, with every owner's consent
    Registered, // the transfer stands in the public register: title has passed
    Owned, // by the company, for good: title passed and paid, or a right that needs no register delivered
    Lapsed, // expired, invalid or not sold after all: for good
    Disputed // nothing moves until the trustee settles it
}

/// @notice The terms of one version of an offer; the full text stays off the chain.
struct OfferTerms {
    bytes32 commitment; // salted digest of the sealed description and assignment
    address buyer; // the special purpose company
    uint256 priceMinor;
    uint64 longStop; // if title has not passed by then, the buyer may withdraw; time in seconds
}

/// @notice One step in the chain of title. Owners are commitments, so that the chain names nobody.
struct TitleLink {
    bytes32 from;
    bytes32 to;
    bytes32 document; // salted digest of the assignment
    uint64 recordedAt; // time of the block, in seconds
}

/// @notice A right that is for sale or was sold.
struct Right {
    address originator; // who offered it and is paid
    bool registrable; // the transfer takes effect only when registered, as for patents
    RightStatus status;
    RightStatus statusBefore; // what a dispute interrupted
    address payer; // whose money is taken and, if the sale fails, given back
    address[] owners;
}

/// @title Register of the rights behind a deal
interface IAssetRegister {
    /// @notice A version of an offer. Versions count from 1.
    event Offered(bytes32 indexed right, uint256 indexed version, address indexed originator, OfferTerms offerTerms);

    /// @notice A joint owner agreed to a version.
    event Consented(bytes32 indexed right, uint256 indexed version, address indexed owner);

    /// @notice The chain of title grew.
    event TitleRecorded(bytes32 indexed right, bytes32 indexed from, bytes32 indexed to, bytes32 document);

    /// @notice A sale stands somewhere else now. `evidence` is the salted digest of what shows it.
    event StatusChanged(
        bytes32 indexed right, RightStatus indexed status, RightStatus before, bytes32 evidence, address indexed by
    );

    /// @notice Nothing can be registered under zero, under an id in use, or without a commitment.
    error RightInvalid(bytes32 right);

    /// @notice A sale that stands there does not allow this.
    error WrongStatus(bytes32 right, RightStatus status);

    /// @notice Owners are from 1 to 32 originators, each named once, the offering one among them.
    error OwnersInvalid(bytes32 right);

    /// @notice Only an owner may do this.
    error NotOwner(bytes32 right, address caller);

    /// @notice Only the buyer named in the offer may do this.
    error NotBuyer(bytes32 right, address caller);

    /// @notice Only who offered the right may do this.
    error NotOfferedBy(bytes32 right, address caller);

    /// @notice The offer has another version by now.
    error VersionDiffers(bytes32 right, uint256 version, uint256 standing);

    /// @notice This owner's consent is missing: joint owners sell together or not at all (Patent Act art. 73).
    error ConsentMissing(bytes32 right, address owner);

    /// @notice The next link must start where the chain ends.
    error TitleBroken(bytes32 right, bytes32 endsAt);

    /// @notice The long stop lies in the past, or has not come.
    error LongStopInvalid(bytes32 right, uint64 longStop);

    /// @notice A transfer that takes effect by registration must be registered; another is not.
    error RegistrationDiffers(bytes32 right, bool registrable);

    /// @notice The price has not been released in full.
    error PriceOutstanding(bytes32 right, uint256 outstandingMinor);

    /// @notice Offers a right. By an originator, who is one of the owners.
    function offer(bytes32 right, bool registrable, address[] calldata owners, OfferTerms calldata offerTerms) external;

    /// @notice Offers on other terms; consents to the terms before do not count for these. By who offered it.
    function revise(bytes32 right, OfferTerms calldata offerTerms) external;

    /// @notice Adds a link to the chain of title, oldest first. By who offered it, before the sale is signed.
    function recordTitle(bytes32 right, bytes32 from, bytes32 to, bytes32 document) external;

    /// @notice Agrees to a version. By each owner.
    function consent(bytes32 right, uint256 version) external;

    /// @notice Signs a version to which every owner agreed, when the chain of title ends at the owners. By the buyer.
    function sign(bytes32 right, uint256 version, bytes32 evidence) external;

    /// @notice Lets somebody else pay, such as a vault. By the buyer, before anything is paid.
    function appointPayer(bytes32 right, address payer) external;

    /// @notice Attests that the transfer is registered. By a trustee; for rights that need it.
    function recordRegistration(bytes32 right, bytes32 evidence) external;

    /// @notice Attests that the right is the buyer's for good: registered and paid, or delivered where no register is
    /// needed. By a trustee.
    function recordOwnership(bytes32 right, bytes32 evidence) external;

    /// @notice Attests that the right has ended. By a trustee. What was not released goes back to the payer if title has
    /// not passed, and to the originator if it has: the buyer never has both title and price.
    function lapse(bytes32 right, bytes32 evidence) external;

    /// @notice Gives a signed sale up when title has not passed by the long stop. By the buyer.
    function withdrawFromSale(bytes32 right) external;

    /// @notice Stops everything about a right. By an owner, the buyer, a trustee or counsel.
    function dispute(bytes32 right, bytes32 evidence) external;

    /// @notice Ends a dispute: the sale goes on where it stood, or the right has lapsed. By a trustee. If title has passed
    /// and no price was released, a sale that does not stand is undone: title goes back to the owners, the price to the
    /// payer.
    function settleDispute(bytes32 right, bool stands, bytes32 evidence) external;

    /// @notice Where the sale of a right stands.
    function statusOf(bytes32 right) external view returns (RightStatus);

    /// @notice The record of a right.
    function rightOf(bytes32 right) external view returns (Right memory);

    /// @notice How many versions an offer has had.
    function versionCount(bytes32 right) external view returns (uint256);

    /// @notice One version of an offer; they count from 1.
    function versionAt(bytes32 right, uint256 version) external view returns (OfferTerms memory);

    /// @notice Whether an owner agreed to a version.
    function hasConsented(bytes32 right, uint256 version, address owner) external view returns (bool);

    /// @notice The chain of title, oldest link first.
    function titleOf(bytes32 right) external view returns (TitleLink[] memory);

    /// @notice What the chain of title must end at before the sale: the commitment to who owns the right.
    function ownersCommitment(address[] calldata owners) external pure returns (bytes32);
}
