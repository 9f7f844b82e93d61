using System.Text.Json.Serialization;
using ExecutionControl.Cli.Invocation;
using ExecutionControl.Cli.Outcomes;
using ExecutionControl.Cli.Output;
using ExecutionControl.Cli.Profiles;

namespace ExecutionControl.Cli.Commands.Profiles;

/// <summary><c>ectl profile list</c>: which profiles there are.</summary>
internal sealed class ProfileListCommand(CommandHost host) : ProfileCommand(host, "list", "List the profiles, and which of them is used.")
{
    public override IReadOnlyList<string> Examples { get; } = ["ectl profile list", "ectl profile list --output json"];

    protected override Task<OutcomeReport?> ExecuteAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var selection = context.Session.SelectProfile();
        List<ProfileListItem> items =
        [
            .. selection.Document.Names.Select(selection.Document.Find).OfType<Profile>().Select(profile => new ProfileListItem(
                profile.Name,
                string.Equals(profile.Name, selection.Name, StringComparison.Ordinal),
                [.. Host.Services.Definitions.All.Where(service => profile.Settings(service).IsDecisive).Select(service => service.Name)])),
        ];
        context.PrintAnswer(Lines(items), new ProfileListDocument(items), ProfileJsonContext.Readable.ProfileListDocument);
        return Task.FromResult<OutcomeReport?>(null);
    }

    private static IEnumerable<string> Lines(List<ProfileListItem> items) => items.Count == 0
        ? ["There are no profiles: 'ectl auth login' makes one."]
        : AlignedText.Of(
        [
            ["", "PROFILE", "SERVICES"],
            .. items.Select(item => (string[])[item.Current ? "*" : "", item.Name, string.Join(", ", item.Services)]),
        ]);
}

/// <summary>The profiles, as a document for programs.</summary>
internal sealed record ProfileListDocument(IReadOnlyList<ProfileListItem> Profiles)
{
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
/// <param name="Services">The services that it has an account at.</param>
internal sealed record ProfileListItem(string Name, bool Current, IReadOnlyList<string> Services);
