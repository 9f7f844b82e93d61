namespace ExecutionControl.Client.Codegen;

/// <summary>How to reach Codegen, and as whom.</summary>
public sealed class CodegenClientOptions : ControlClientOptions
{
    /// <summary>The service's address where <see cref="ControlClientOptions.ServerUrl"/> names no other: <c>https://api.codegen.com</c>.</summary>
    public static Uri DefaultServerUrl { get; } = new("https://api.codegen.com");

    /// <summary>The number of the organization, from the product's settings page. Required.</summary>
    public long OrganizationId { get; set; }

    /// <summary>The API token, from the product's settings page. Required unless <see cref="ControlClientOptions.TokenSource"/> is set.</summary>
    public string? ApiToken { get; set; }
}
