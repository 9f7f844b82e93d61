using ExecutionControl.Reference.Hosting;

namespace ExecutionControl.Reference.Control;

/// <summary>Puts the control interface together.</summary>
internal static class ControlComposition
{
    public static IReadOnlyList<ControlRoute> Build(ServerParts parts, ServerControl control, RequestJournal journal) =>
    [
        .. new StateRoutes(parts.Database, control, parts.Clock).All(),
        .. new ClockRoutes(parts.Clock).All(),
        .. new JournalRoutes(journal).All(),
        .. new RuleRoutes(parts.Rehearsal, control).All(),
    ];
}
