using System.Text.Json.Serialization;
using System.Text.Json;
using ExecutionControl.Cli.ExitCodes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Settings;

namespace ExecutionControl.Cli.Credentials;

/// <summary>
/// A keyring behind one of docker's credential helpers: a program <c>docker-credential-NAME</c> that is told store, get or erase, reads
/// standard input and answers on standard output.
/// </summary>
/// <param name="name">The helper, such as <c>pass</c> or <c>secretservice</c>.</param>
/// <param name="variables">The environment with PATH.</param>
/// <param name="timeProvider">The clock of the time limit.</param>
internal sealed class CredentialHelper(string name, Variables variables, TimeProvider timeProvider)
{
    private const string NotFound = "credentials not found";

    private readonly ProgramRun _run = new($"credential helper {ProgramOf(name)}", variables, timeProvider);

    public string Name => name;

    /// <summary>Whether it may be a helper's name: then it is part of a program's name and nothing else.</summary>
    public static bool IsValidName(string name) =>
        name.Length is > 0 and <= 64
        && char.IsAsciiLetterOrDigit(name[0])
        && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');

    /// <summary>The helper of this system's own keyring that is there, or null when there is none.</summary>
    public static string? FindDefault(Variables variables)
    {
        string[] known = OperatingSystem.IsWindows() ? ["wincred"] : OperatingSystem.IsMacOS() ? ["osxkeychain"] : ["secretservice", "pass"];
        return known.FirstOrDefault(helper => ProgramPath.Find(ProgramOf(helper), variables) is not null);
    }

    /// <summary>Keeps a secret, in place of the one before.</summary>
    /// <exception cref="NotSentException">The helper cannot be run, or says no.</exception>
    public async Task StoreAsync(string profile, ServiceDefinition service, string secret, CancellationToken cancellationToken)
    {
        var entry = new Entry { ServerUrl = KeyOf(profile, service), UserName = service.Name, Secret = secret };
        await TellAsync("store", JsonSerializer.Serialize(entry, CredentialJsonContext.Default.Entry), cancellationToken);
    }

    /// <summary>The secret that is kept.</summary>
    /// <exception cref="NotSentException">The helper cannot be run, says no, or keeps none.</exception>
    public async Task<SuppliedSecret> GetAsync(string profile, ServiceDefinition service, CancellationToken cancellationToken)
    {
        var answer = await TellAsync("get", KeyOf(profile, service), cancellationToken) ?? throw new NotSentException(
            ExitCode.Credentials,
            $"{ProgramOf(name)} keeps no secret for {service.DisplayName} in profile {profile}: run "
            + $"'ectl auth login {service.Name} --profile {profile}'. Nothing was sent.");
        try
        {
            return JsonSerializer.Deserialize(answer, CredentialJsonContext.Default.Entry) is { Secret.Length: > 0 } entry
                ? new SuppliedSecret(entry.Secret)
                : throw _run.Failed("answered without a secret");
        }
        catch (JsonException)
        {
            throw _run.Failed("answered with something else than JSON");
        }
    }

    /// <summary>
    /// Forgets a secret; one that is not there is forgotten already. A failure is warned of: the profile no longer names the helper, so nobody
    /// else would.
    /// </summary>
    public async Task EraseAsync(string profile, ServiceDefinition service, Reporter reporter, CancellationToken cancellationToken)
    {
        try
        {
            await TellAsync("erase", KeyOf(profile, service), cancellationToken);
        }
        catch (NotSentException exception)
        {
            var why = exception.Message.Replace(" Nothing was sent.", string.Empty, StringComparison.Ordinal);
            reporter.Warn($"{why} It may still keep the secret of profile {profile}.");
        }
    }

    private static string ProgramOf(string name) => $"docker-credential-{name}";

    // Helpers want an address. This one is nobody's: .invalid never resolves.
    private static string KeyOf(string profile, ServiceDefinition service) => $"https://ectl.invalid/{profile}/{service.Name}";

    private async Task<string?> TellAsync(string action, string input, CancellationToken cancellationToken)
    {
        var (exitCode, output) = await _run.RunAsync(ProgramOf(name), [action], input, cancellationToken);
        if (exitCode == 0)
        {
            return output;
        }

        // The protocol puts complaints on standard output. Only the known one is read: others may quote what they were given.
        return output.Contains(NotFound, StringComparison.OrdinalIgnoreCase)
            ? null
            : throw _run.Failed($"failed to {action} with exit code {exitCode}; try '{ProgramOf(name)} list' to see why");
    }

    /// <summary>What a credential helper is given and gives; the names are docker's.</summary>
    internal sealed record Entry
    {
        [JsonPropertyName("ServerURL")]
        public string? ServerUrl { get; init; }

        [JsonPropertyName("Username")]
        public string? UserName { get; init; }

        [JsonPropertyName("Secret")]
        public string? Secret { get; init; }

        public override string ToString() => nameof(Entry);
    }
}

/// <summary>How the programs that keep secrets are understood.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CredentialProcess.Answer))]
[JsonSerializable(typeof(CredentialHelper.Entry))]
internal sealed partial class CredentialJsonContext : JsonSerializerContext;
