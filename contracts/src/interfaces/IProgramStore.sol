// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice Somebody that a program pays, under the name that the program's own bytes give.
struct Payee {
    /// The id of a class, fee, guarantee or party, as it stands in the program.
    string name;
    /// Who is paid: the token of a class, or an account.
    address to;
    /// Whether `to` is the token of a class, whose holders at the record date are paid.
    bool isClass;
}

/// @title Keeps compiled programs for vaults: reads each once, checks all of it, and notes where everything lies
interface IProgramStore {
    /// @notice A program was found sound and is kept; its layout names its bytes and its payees from now on.
    event Kept(bytes32 indexed digest, address indexed layoutAt, address[] chunks, Payee[] payees);

    /// @notice Checks a program and keeps its layout. By anybody: a vault uses what its deal names.
    /// @param chunks where its bytes are kept; see `Chunks`.
    /// @param digest the SHA-256 that the bytes must have: the deal's identity.
    /// @param payees whom it pays.
    /// @return layoutAt where the layout is kept; see `ProgramLayout`.
    function keep(address[] calldata chunks, bytes32 digest, Payee[] calldata payees)
        external
        returns (address layoutAt);

    /// @notice The digest of the program of a layout, and that of whom it pays: the Keccak-256 of the ABI encoding of its
    /// payees. Both are 0 if this store did not make it. A program's digest does not cover the payees' addresses, and
    /// anybody may keep the same bytes with others: so parties approve both digests.
    function digestsOf(address layoutAt) external view returns (bytes32 programDigest, bytes32 payeesDigest);
}
