namespace ExecutionControl.Cli.Settings;

/// <summary>ectl's own environment variables; those of the services stand with each service's settings.</summary>
internal static class VariableNames
{
    /// <summary>The profile to use where --profile names none.</summary>
    public const string Profile = "ECTL_PROFILE";

    /// <summary>How long completion may ask a service for ids.</summary>
    public const string CompletionTimeout = "ECTL_COMPLETION_TIMEOUT";
}
