using System.Text.Json.Serialization;
using ExecutionControl.Cli.Accounts;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;

namespace ExecutionControl.Cli.Commands.Authentication;

/// <summary>One account of the status.</summary>
internal sealed record AuthStatusItem
{
    public required string Service { get; init; }

    /// <summary>What a real call showed.</summary>
    [JsonConverter(typeof(CamelCaseEnumConverter<AccountState>))]
    public required AccountState State { get; init; }

    public required string Message { get; init; }

    /// <summary>What the credential is called where it comes from: variables, or a profile or file.</summary>
    public string? Credential { get; init; }

    public AccountReport? Account { get; init; }

    /// <summary>When the token ends; left out where nobody knows.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public static AuthStatusItem Of(AccountHealth health) => new()
    {
        Service = health.Service.JsonName,
        State = health.State,
        Message = health.Message,
        Credential = health.Account?.Credential,
        Account = AccountReport.Of(health.Account),
        ExpiresAt = health.ExpiresAt,
    };
}
