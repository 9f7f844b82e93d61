using ExecutionControl.Client.Authentication;
using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using Microsoft.Extensions.Configuration;

namespace ExecutionControl.Client.DependencyInjection;

/// <summary>Reads options from configuration: the values that can be written down, not the clocks, handlers and callbacks.</summary>
internal static class ClientConfiguration
{
    public static void Read(ConductorOneClientOptions options, IConfiguration configuration)
    {
        var reader = ReadCommon(options, configuration);
        options.ClientId = reader.Text(nameof(options.ClientId), options.ClientId);
        options.ClientSecret = reader.Text(nameof(options.ClientSecret), options.ClientSecret);
        options.AccessToken = reader.Text(nameof(options.AccessToken), options.AccessToken);
        if (reader.Text("WorkloadTokenFile", current: null) is { } file)
        {
            options.WorkloadToken = WorkloadToken.FromFile(file);
        }

        var resolving = options.ResolvePaused;
        reader = reader.Section(nameof(options.ResolvePaused));
        resolving.AttemptTimeout = reader.DurationOrNone(nameof(resolving.AttemptTimeout), resolving.AttemptTimeout);
        resolving.Deadline = reader.DurationOrNone(nameof(resolving.Deadline), resolving.Deadline);
        resolving.MaxRounds = reader.Count(nameof(resolving.MaxRounds), resolving.MaxRounds);
        resolving.MaxRoundsWithoutProgress = reader.Count(nameof(resolving.MaxRoundsWithoutProgress), resolving.MaxRoundsWithoutProgress);
        resolving.BaseRoundDelay = reader.Duration(nameof(resolving.BaseRoundDelay), resolving.BaseRoundDelay);
        resolving.MaxRoundDelay = reader.Duration(nameof(resolving.MaxRoundDelay), resolving.MaxRoundDelay);
    }

    public static void Read(CodegenClientOptions options, IConfiguration configuration)
    {
        var reader = ReadCommon(options, configuration);
        options.OrganizationId = reader.Number(nameof(options.OrganizationId), options.OrganizationId);
        options.ApiToken = reader.Text(nameof(options.ApiToken), options.ApiToken);
    }

    public static void Read(KubiyaClientOptions options, IConfiguration configuration)
    {
        var reader = ReadCommon(options, configuration);
        options.ApiKey = reader.Text(nameof(options.ApiKey), options.ApiKey);
    }

    private static ConfigurationReader ReadCommon(ControlClientOptions options, IConfiguration configuration)
    {
        var reader = new ConfigurationReader(configuration, string.Empty, options.Unreadable);
        options.ServerUrl = reader.Address(nameof(options.ServerUrl), options.ServerUrl);
        var retry = options.Retry;
        var retries = reader.Section(nameof(options.Retry));
        retry.MaxAttempts = retries.Count(nameof(retry.MaxAttempts), retry.MaxAttempts);
        retry.BaseDelay = retries.Duration(nameof(retry.BaseDelay), retry.BaseDelay);
        retry.MaxDelay = retries.Duration(nameof(retry.MaxDelay), retry.MaxDelay);
        retry.AttemptTimeout = retries.DurationOrNone(nameof(retry.AttemptTimeout), retry.AttemptTimeout);
        retry.Deadline = retries.DurationOrNone(nameof(retry.Deadline), retry.Deadline);
        retry.ConnectTimeout = retries.DurationOrNone(nameof(retry.ConnectTimeout), retry.ConnectTimeout);
        retry.ObservationTimeout = retries.DurationOrNone(nameof(retry.ObservationTimeout), retry.ObservationTimeout);
        return reader;
    }
}
