using System.Text.Json;
using ExecutionControl.Reference.Operations;
using Microsoft.AspNetCore.Http;

namespace ExecutionControl.Reference.Control;

/// <summary>Clients of ConductorOne's token endpoint, and the tokens that they have.</summary>
internal sealed class TokenRoutes(TokenControl tokens)
{
    public IEnumerable<ControlRoute> All() =>
    [
        new(HttpMethods.Post, "clients", "Another ConductorOne client: `{\"name\": \"auditor\", \"tenant\": \"acme.test:8080\"}`.", AddAsync),
        new(HttpMethods.Delete, "clients/{id}", "Removes a client.", async (request, cancellationToken) =>
            await tokens.RemoveClientAsync(request.Name, cancellationToken).ConfigureAwait(false)
            ? ControlReply.Done()
            : throw new KeyNotFoundException($"There is no client {request.Name}.")),
        new(HttpMethods.Post, "tokens/revoke", "Revokes tokens: `{\"clientId\": \"…\"}`, or all.", RevokeAsync),
        new(HttpMethods.Put, "tokens/lifetime", "How long new tokens live: `{\"lifetimeMs\": 60000}`.", (request, _) =>
        {
            tokens.Lifetime = Lifetime(request.Members("lifetimeMs")) ?? throw new InvalidDataException("'lifetimeMs' is missing.");
            return Task.FromResult(ControlReply.Done());
        }),
        new(HttpMethods.Post, "subject-tokens", "An OIDC token for token exchange.", (request, _) => Task.FromResult(IssueSubjectToken(request))),
    ];

    private async Task<OperationReply> AddAsync(ControlRequest request, CancellationToken cancellationToken)
    {
        var members = request.Members("name", "suffix", "tenant");
        var credentials = await tokens.AddClientAsync(
            Text(members, "name") ?? throw new InvalidDataException("'name' is missing."), Text(members, "suffix") ?? "spc", Text(members, "tenant"),
            cancellationToken).ConfigureAwait(false);
        return OperationReply.Json(StatusCodes.Status201Created, json =>
        {
            json.WriteStartObject();
            json.WriteString("clientId", credentials.ClientId);
            json.WriteString("clientSecret", credentials.ClientSecret);
            json.WriteString("accessToken", credentials.AccessToken);
            json.WriteEndObject();
        });
    }

    private async Task<OperationReply> RevokeAsync(ControlRequest request, CancellationToken cancellationToken)
    {
        var revoked = await tokens.RevokeAsync(Text(request.Members("clientId"), "clientId"), cancellationToken).ConfigureAwait(false);
        return OperationReply.Json(StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("revoked", revoked);
            json.WriteEndObject();
        });
    }

    private OperationReply IssueSubjectToken(ControlRequest request)
    {
        var members = request.Members("clientId", "subject", "lifetimeMs");
        var token = tokens.IssueSubjectToken(Text(members, "clientId"), Text(members, "subject") ?? "workload", Lifetime(members));
        return OperationReply.Json(StatusCodes.Status201Created, json =>
        {
            json.WriteStartObject();
            json.WriteString("subjectToken", token);
            json.WriteEndObject();
        });
    }

    private static string? Text(JsonElement members, string name) => !members.TryGetProperty(name, out var value)
        ? null
        : value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : throw new InvalidDataException($"'{name}' must be a text.");

    private static TimeSpan? Lifetime(JsonElement members) => !members.TryGetProperty("lifetimeMs", out var value)
        ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var milliseconds) && milliseconds is >= 0 and <= 1_000_000_000_000
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw new InvalidDataException("'lifetimeMs' must be a number of milliseconds, zero or more.");
}
