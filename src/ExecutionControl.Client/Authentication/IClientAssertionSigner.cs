namespace ExecutionControl.Client.Authentication;

/// <summary>
/// Signs the assertion by which a client proves who it is at a token endpoint. Implement it to keep the private key in a
/// hardware security module, a key vault or another library.
/// </summary>
/// <remarks>Members that are added later have a default. Called once for every token request, possibly by several threads at once.</remarks>
public interface IClientAssertionSigner
{
    /// <summary>
    /// The signature algorithm by its JSON Web Signature name, which becomes the assertion's <c>alg</c>. ConductorOne's own
    /// clients use <c>EdDSA</c> (with Ed25519) and nothing else.
    /// </summary>
    string Algorithm { get; }

    /// <summary>The key's id, which becomes the assertion's <c>kid</c>; <see langword="null"/>, the default, or empty to send none.</summary>
    string? KeyId => null;

    /// <summary>Signs data as it is: any hashing that the algorithm asks for is the signer's part.</summary>
    /// <param name="data">The bytes to sign.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">
    /// The key cannot sign, and will not be able to the next time: the call ends as refused.
    /// </exception>
    /// <exception cref="TokenRequestException">
    /// There is no signature; its <see cref="TokenRequestException.IsRejection"/> and <see cref="TokenRequestException.RetryAfter"/> say what then.
    /// Anything else that the world does to a signer, such as a key service that cannot be reached or a time that has run out, may be thrown as it
    /// is: nothing was sent, and the call tries again. An <see cref="InvalidOperationException"/> or <see cref="ArgumentException"/> is taken for a
    /// mistake of the program's, which ends the call untouched.
    /// </exception>
    /// <returns>The signature in the form that JSON Web Signature asks for; for EdDSA with Ed25519, 64 bytes.</returns>
    ValueTask<byte[]> SignAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken);
}
