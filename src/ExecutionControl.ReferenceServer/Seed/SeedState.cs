using ExecutionControl.Reference.State;

namespace ExecutionControl.Reference.Seed;

/// <summary>What every server begins with, the same each time but for the times, which are relative to its clock.</summary>
internal static class SeedState
{
    public static void Write(StateSession session, DateTimeOffset now)
    {
        AutomationSeed.Write(session, now);
        AgentRunSeed.Write(session, now);
        KubiyaSeed.Write(session, now);
    }
}
