using ExecutionControl.Reference.Hosting;

namespace ExecutionControl.Reference.Control;

/// <summary>Puts the control interface together.</summary>
internal static class ControlComposition
{
    public static IReadOnlyList<ControlRoute> Build(ServerParts parts, ServerControl control, TokenControl tokens, RequestJournal journal) =>
    [
        .. new StateRoutes(parts.Tenants!, control, parts.Clock).All(),
        .. new ClockRoutes(parts.Clock).All(),
        .. new JournalRoutes(journal).All(),
        .. new TokenRoutes(tokens).All(),
        .. new RuleRoutes(parts.Rehearsal, control).All(),
    ];
}
