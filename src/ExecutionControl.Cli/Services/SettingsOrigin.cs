namespace ExecutionControl.Cli.Services;

/// <summary>The kinds of places that accounts come from.</summary>
internal enum SettingsOrigin
{
    /// <summary>The sandbox's server.</summary>
    Sandbox,

    /// <summary>Environment variables.</summary>
    Environment,

    /// <summary>A profile of ectl's own configuration file.</summary>
    Profile,

    /// <summary>The configuration of the service's own tool.</summary>
    ToolFile,
}
