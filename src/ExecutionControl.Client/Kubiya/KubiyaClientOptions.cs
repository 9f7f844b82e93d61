namespace ExecutionControl.Client.Kubiya;

/// <summary>How to reach Kubiya's control plane, and as whom.</summary>
public sealed class KubiyaClientOptions : ControlClientOptions
{
    /// <summary>The service's address where <see cref="ControlClientOptions.ServerUrl"/> names no other: <c>https://control-plane.kubiya.ai</c>.</summary>
    public static Uri DefaultServerUrl { get; } = new("https://control-plane.kubiya.ai");

    /// <summary>The API key. Required unless <see cref="ControlClientOptions.TokenSource"/> is set.</summary>
    public string? ApiKey { get; set; }
}
