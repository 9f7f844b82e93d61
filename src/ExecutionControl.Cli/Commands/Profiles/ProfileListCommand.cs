using System.Text.Json.Serialization;
using ExecutionControl.Cli.Accounts;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Profiles;
using ExecutionControl.Cli.Terminal;

namespace ExecutionControl.Cli.Commands.Profiles;

/// <summary><c>ectl profile list</c>: which profiles there are.</summary>
internal sealed class ProfileListCommand(CommandHost host) : ProfileCommand(host, "list", "List the profiles, and which of them is used.")
{
    public override IReadOnlyList<string> Examples { get; } = ["ectl profile list", "ectl profile list --output json"];

    protected override Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var selection = context.Session.SelectProfile();
        List<ProfileListItem> items =
            [.. selection.Document.Names.Select(selection.Document.Find).OfType<Profile>().Select(profile => Item(profile, selection))];
        foreach (var overruled in items.SelectMany(item => item.Accounts.Where(account => account.OverruledBy is not null).Select(account => (item, account))))
        {
            context.Reporter.Warn(
                $"profile {overruled.item.Name} is in use, but not at {overruled.account.Service}: {string.Join(", ", overruled.account.OverruledBy!)} "
                + "in the environment before it.");
        }

        context.PrintAnswer(Lines(items, context.Streams.OutputStyle), new ProfileListDocument(items), ProfileJsonContext.Readable.ProfileListDocument);
        return Task.FromResult<OutcomeReport?>(null);
    }

    private static IEnumerable<string> Lines(List<ProfileListItem> items, TerminalStyle style)
    {
        if (items.Count == 0)
        {
            return ["There are no profiles: 'ectl auth login' makes one."];
        }

        var rows = items
            .SelectMany(item => item.Accounts.DefaultIfEmpty().Select((account, index) => (Item: item, Account: account, IsFirst: index == 0))).ToList();
        var lines = AlignedText.Of(
        [
            ["", "PROFILE", "SERVICE", "TENANT OR ORGANIZATION", "SERVER"],
            .. rows.Select(row => (string[])
            [
                row is { IsFirst: true, Item.Current: true } ? "*" : "",
                row.IsFirst ? NameOf(row.Item) : "",
                row.Account?.Service ?? "-",
                row.Account?.Holder ?? "-",
                row.Account?.Server ?? "-",
            ]),
        ]).ToList();
        return lines.Select((line, index) => index > 0 && rows[index - 1].Item.Protected ? style.Paint(line, Tone.Bad) : line);
    }

    private static string NameOf(ProfileListItem item) => item switch
    {
        { ReadOnly: true } => $"{item.Name} (read-only)",
        { Protected: true } => $"{item.Name} (protected)",
        _ => item.Name,
    };

    private ProfileListItem Item(Profile profile, ProfileSelection selection)
    {
        var isCurrent = string.Equals(profile.Name, selection.Name, StringComparison.Ordinal);
        return new ProfileListItem(
            profile.Name,
            isCurrent,
            profile.IsProtected,
            profile.IsReadOnly,
            [
                .. Host.Services.All.Where(service => profile.Settings(service.Definition).IsDecisive).Select(service =>
                {
                    var account = service.Describe(profile.Settings(service.Definition));
                    var overruling = isCurrent ? SettingsResolution.Overruling(service.Definition, selection, Host.Variables) : [];
                    return new ProfileAccountItem(
                        service.Definition.Name,
                        account?.Holder,
                        account?.Server?.GetLeftPart(UriPartial.Authority),
                        overruling.Count > 0 ? overruling : null);
                }),
            ]);
    }
}

/// <summary>The profiles, as a document for programs.</summary>
/// <param name="Profiles">The profiles.</param>
internal sealed record ProfileListDocument(IReadOnlyList<ProfileListItem> Profiles)
{
    /// <summary>The name and version of this shape.</summary>
    public string Schema { get; } = "ectl/v1/profile-list";
}

/// <summary>The documents about profiles as JSON.</summary>
[JsonSerializable(typeof(ProfileListDocument))]
[JsonSerializable(typeof(ProfileDetailsDocument))]
internal sealed partial class ProfileJsonContext : JsonSerializerContext
{
    public static ProfileJsonContext Readable { get; } = new(ReadableJson.NewOptions());
}

/// <summary>One profile of a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Current">Whether a command uses it that names no other.</param>
/// <param name="Protected">Whether its name must be typed before anything is changed.</param>
/// <param name="ReadOnly">Whether nothing is changed with it at all.</param>
/// <param name="Accounts">Its accounts.</param>
internal sealed record ProfileListItem(string Name, bool Current, bool Protected, bool ReadOnly, IReadOnlyList<ProfileAccountItem> Accounts)
{
    /// <summary>The services that it has an account at.</summary>
    public IEnumerable<string> Services => Accounts.Select(account => account.Service);
}

/// <summary>A profile's account at one service.</summary>
/// <param name="Service">The service.</param>
/// <param name="Holder">The tenant or organization; null where the service names none, or the profile does not say.</param>
/// <param name="Server">The server; null where the profile does not say.</param>
/// <param name="OverruledBy">The variables that go before it, as it is in use; null where none do.</param>
internal sealed record ProfileAccountItem(string Service, string? Holder, string? Server, IReadOnlyList<string>? OverruledBy);
