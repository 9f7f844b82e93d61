using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ExecutionControl.Client.Tests.DependencyInjection;

/// <summary>Options as they are written down in configurations, mistakes included.</summary>
public sealed class WrittenOptionsTests
{
    [Theory]
    [InlineData("Retry:Deadline", "", "Retry.Deadline is empty; leave it out for the default.")]
    [InlineData("Retry:Deadline", " ", "Retry.Deadline is empty; leave it out for the default.")]
    [InlineData("Retry:MaxAttempts", "", "Retry.MaxAttempts is empty; leave it out for the default.")]
    [InlineData("ResolvePaused:Deadline", "", "ResolvePaused.Deadline is empty; leave it out for the default.")]
    [InlineData("ServerUrl", "", "ServerUrl is empty; leave it out for the default.")]
    [InlineData("ServerUrl", "acme", "ServerUrl is no absolute address.")]
    [InlineData("Retry:Deadline", "2", "Retry.Deadline is '2'; it must be a time such as 00:00:30.")]
    [InlineData("Retry:Deadline", "two minutes", "Retry.Deadline is 'two minutes'; it must be a time such as 00:00:30.")]
    [InlineData("Retry:BaseDelay", "Infinite", "Retry.BaseDelay is 'Infinite'; it must be a time such as 00:00:30.")]
    [InlineData("Retry:BaseDelay", "-00:00:01", "Retry.BaseDelay is -00:00:01; it must be longer than zero and at most 24 days.")]
    [InlineData("Retry:Deadline", "25.00:00:00", "Retry.Deadline is 25.00:00:00; it must be longer than zero and at most 24 days.")]
    [InlineData("Retry:MaxAttempts", "four", "Retry.MaxAttempts is 'four'; it must be a whole number.")]
    [InlineData("Retry:MaxAttempts", "4294967297", "Retry.MaxAttempts is 2147483647; it must be at least 1 and at most 1000.")]
    public async Task StartAsync_ValueThatMeansNothing_SaysWhichAndWhatWouldBeRight(string key, string value, string words)
    {
        var settings = new Dictionary<string, string?> { ["AccessToken"] = "c1-test-token", ["ServerUrl"] = "https://acme.example", [key] = value };

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(services => services.AddConductorOne(Configuration(settings))));

        Assert.Contains($"ExecutionControl.Client.ConductorOne: {words}", exception.Failures);
    }

    [Fact]
    public async Task StartAsync_ManyMistakes_AreToldAtOnce()
    {
        var settings = new Dictionary<string, string?>
        {
            ["ServerUrl"] = "http://u:hidden-password@codegen.example/", ["OrganizationId"] = "0", ["Retry:Deadline"] = "", ["Retry:MaxAttempts"] = "many", ["Retry:MaxDelay"] = "99.00:00:00",
        };

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(services => services.AddCodegen(Configuration(settings))));

        Assert.Equal(6, exception.Failures.Count());
        Assert.DoesNotContain("hidden-password", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_WrittenInFull_AreRead()
    {
        var settings = new Dictionary<string, string?>
        {
            ["ServerUrl"] = "https://acme.example/c1",
            ["ClientId"] = "clever-fox@acme.example/spc",
            ["ClientSecret"] = "",
            ["WorkloadTokenFile"] = "/var/run/token",
            ["Retry:MaxAttempts"] = " 7 ",
            ["Retry:BaseDelay"] = "00:00:02",
            ["Retry:MaxDelay"] = "00:01:00",
            ["Retry:AttemptTimeout"] = "infinite",
            ["Retry:Deadline"] = "Infinite",
            ["Retry:ConnectTimeout"] = "00:00:03",
            ["Retry:ObservationTimeout"] = "00:00:04.5",
            ["ResolvePaused:AttemptTimeout"] = "01:00:00",
            ["ResolvePaused:Deadline"] = "1.00:00:00",
            ["ResolvePaused:MaxRounds"] = "20",
            ["ResolvePaused:MaxRoundsWithoutProgress"] = "3",
            ["ResolvePaused:BaseRoundDelay"] = "00:00:05",
            ["ResolvePaused:MaxRoundDelay"] = "00:00:06",
        };
        using var provider = new ServiceCollection().Also(services => services.AddConductorOne(Configuration(settings))).BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<ConductorOneClientOptions>>().Value;

        Assert.Equal((new Uri("https://acme.example/c1"), "clever-fox@acme.example/spc", null), (options.ServerUrl, options.ClientId, options.ClientSecret));
        Assert.Equal("WorkloadToken from the file /var/run/token", options.WorkloadToken!.ToString());
        var (retry, resolving) = (options.Retry, options.ResolvePaused);
        Assert.Equal(
            (7, 2.0, 60.0, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan, 3.0, 4.5),
            (retry.MaxAttempts, retry.BaseDelay.TotalSeconds, retry.MaxDelay.TotalSeconds, retry.AttemptTimeout, retry.Deadline,
                retry.ConnectTimeout.TotalSeconds, retry.ObservationTimeout.TotalSeconds));
        Assert.Equal(
            (TimeSpan.FromHours(1), TimeSpan.FromDays(1), 20, 3, 5.0, 6.0),
            (resolving.AttemptTimeout, resolving.Deadline, resolving.MaxRounds, resolving.MaxRoundsWithoutProgress,
                resolving.BaseRoundDelay.TotalSeconds, resolving.MaxRoundDelay.TotalSeconds));
    }

    [Fact]
    public void Options_NothingWritten_AreTheDefaults()
    {
        using var provider = new ServiceCollection().Also(services => services.AddCodegen(Configuration(new() { ["OrganizationId"] = "42", ["ApiToken"] = "t" }))).BuildServiceProvider();

        var (read, unread) = (provider.GetRequiredService<IOptions<CodegenClientOptions>>().Value.Retry, new ControlRetryOptions());

        Assert.Equal(
            (unread.MaxAttempts, unread.BaseDelay, unread.MaxDelay, unread.AttemptTimeout, unread.Deadline, unread.ConnectTimeout, unread.ObservationTimeout),
            (read.MaxAttempts, read.BaseDelay, read.MaxDelay, read.AttemptTimeout, read.Deadline, read.ConnectTimeout, read.ObservationTimeout));
    }

    private static async Task StartAsync(Action<IServiceCollection> register)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        register(builder.Services);
        using var host = builder.Build();
        await host.StartAsync();
    }

    private static IConfigurationRoot Configuration(Dictionary<string, string?> settings) => new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
}
