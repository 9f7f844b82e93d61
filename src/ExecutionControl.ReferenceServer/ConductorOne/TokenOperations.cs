using ExecutionControl.Reference.Operations;
using ExecutionControl.Reference.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace ExecutionControl.Reference.ConductorOne;

/// <summary>
/// ConductorOne's token endpoint: an access token for a client that proves to hold its private key, or for a workload with an OIDC token.
/// </summary>
internal sealed class TokenOperations(AssertionVerifier verifier, TokenParts tokens, bool takesReplays, TimeProvider timeProvider)
{
    private const string TokenExchange = "urn:ietf:params:oauth:grant-type:token-exchange";
    private const string SubjectTokenType = "urn:ietf:params:oauth:token-type:jwt";
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    public IEnumerable<ServiceOperation> All(ServiceEndpoint endpoint) =>
    [
        new(endpoint, OperationNames.Token, HttpMethods.Post, "/auth/v1/token", IssueAsync),
    ];

    private async Task<OperationReply> IssueAsync(OperationRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var form = ReadForm(request);
            switch (Required(form, "grant_type"))
            {
                case "client_credentials":
                    return await IssueForAssertionAsync(request, form, cancellationToken).ConfigureAwait(false);
                case TokenExchange:
                    return await ExchangeAsync(request, form, cancellationToken).ConfigureAwait(false);
                case var other:
                    throw OAuthFaultException.UnsupportedGrantType($"the grant type '{other}' is not supported");
            }
        }
        catch (OAuthFaultException fault)
        {
            return OAuthEndpoint.Error(fault);
        }
    }

    private async Task<OperationReply> IssueForAssertionAsync(
        OperationRequest request, Dictionary<string, StringValues> form, CancellationToken cancellationToken)
    {
        var (client, clientId) = await ClientAsync(request, form, cancellationToken).ConfigureAwait(false);
        if (Required(form, "client_assertion_type") is not AssertionType)
        {
            throw OAuthFaultException.InvalidRequest($"client_assertion_type must be {AssertionType}");
        }

        var assertion = verifier.Verify(client, Required(form, "client_assertion"), clientId, request.Http.Host.Host);
        var now = timeProvider.GetUtcNow();
        var lifetime = tokens.Lifetime.Value;
        var token = await request.Tenant.Database.WriteAsync(
            session =>
            {
                AssertionNonceStore.RemoveExpired(session, now);
                AccessTokenStore.RemoveExpired(session, now);
                return AssertionNonceStore.TryUse(session, clientId, assertion.Nonce, assertion.RememberUntil) || takesReplays
                    ? AccessTokenStore.Issue(session, clientId, now + lifetime)
                    : null;
            },
            cancellationToken).ConfigureAwait(false)
            ?? throw OAuthFaultException.InvalidClient("the client assertion was used before: its nonce is known");
        return Issued(token, lifetime);
    }

    private async Task<OperationReply> ExchangeAsync(OperationRequest request, Dictionary<string, StringValues> form, CancellationToken cancellationToken)
    {
        var (_, clientId) = await ClientAsync(request, form, cancellationToken).ConfigureAwait(false);
        if (Required(form, "subject_token_type") is not SubjectTokenType)
        {
            throw OAuthFaultException.InvalidRequest($"subject_token_type must be {SubjectTokenType}");
        }

        tokens.Workloads.Verify(Required(form, "subject_token"), clientId);
        var now = timeProvider.GetUtcNow();
        var lifetime = tokens.Lifetime.Value;
        return Issued(
            await request.Tenant.Database.WriteAsync(
                session =>
                {
                    AccessTokenStore.RemoveExpired(session, now);
                    return AccessTokenStore.Issue(session, clientId, now + lifetime);
                },
                cancellationToken).ConfigureAwait(false),
            lifetime);
    }

    private async Task<(RegisteredClient Client, string Id)> ClientAsync(
        OperationRequest request, Dictionary<string, StringValues> form, CancellationToken cancellationToken)
    {
        var clientId = Required(form, "client_id");
        request.JournalEntry.Target = clientId;
        var identifier = ClientIdentifier.Parse(clientId)
            ?? throw OAuthFaultException.InvalidClient("the client id is not of the form name@host/suffix");
        var client = await request.Tenant.Database.ReadAsync(session => tokens.Clients.Find(session, identifier), cancellationToken).ConfigureAwait(false)
            ?? throw OAuthFaultException.InvalidClient("the client is not known");
        var host = request.Http.Host;
        return string.Equals(identifier.Authority, host.Value, StringComparison.OrdinalIgnoreCase)
            ? (client, clientId)
            : throw OAuthFaultException.InvalidClient($"the client id is for the host {identifier.Authority}, the request was sent to {host.Value}");
    }

    private static OperationReply Issued(string token, TimeSpan lifetime) => OperationReply.Json(StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteString("access_token", token);
        json.WriteString("token_type", "Bearer");
        json.WriteNumber("expires_in", (long)lifetime.TotalSeconds);
        json.WriteEndObject();
    }).With("Cache-Control", "no-store").With("Pragma", "no-cache");

    private static Dictionary<string, StringValues> ReadForm(OperationRequest request)
    {
        if (request.Http.Headers.Authorization.Count > 0)
        {
            throw OAuthFaultException.InvalidRequest("credentials belong in the body, not in an Authorization header");
        }

        var mediaType = request.Http.ContentType?.Split(';')[0].Trim();
        if (!string.Equals(mediaType, "application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase))
        {
            throw OAuthFaultException.InvalidRequest("the body must be application/x-www-form-urlencoded");
        }

        try
        {
            using var body = new MemoryStream(request.Body.ToArray());
            using var reader = new FormReader(body);
            return reader.ReadForm();
        }
        catch (InvalidDataException)
        {
            throw OAuthFaultException.InvalidRequest("the form is too large");
        }
    }

    private static string Required(Dictionary<string, StringValues> form, string name)
    {
        var values = form.GetValueOrDefault(name);
        if (values.Count > 1)
        {
            throw OAuthFaultException.InvalidRequest($"{name} is given more than once");
        }

        return string.IsNullOrEmpty(values) ? throw OAuthFaultException.InvalidRequest($"{name} is missing") : values.ToString();
    }
}
