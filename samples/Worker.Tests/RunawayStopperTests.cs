using ExecutionControl.Client;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.DependencyInjection;
using ExecutionControl.Reference;
using ExecutionControl.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Shop.Worker.Tests;

/// <summary>The worker as it is, with all that it registers, against a server that behaves like ConductorOne. Nothing is mocked.</summary>
public sealed class RunawayStopperTests
{
    private static readonly ReferenceServerOptions Small = new() { SeedPaused = 500 };

    [Fact]
    public async Task Look_Runaway_IsDisabledAndItsBacklogCancelled()
    {
        await using var server = await ReferenceServer.StartAsync(Small);
        using var host = HostAt(server);

        await Stopper(host).LookAsync("emea", CancellationToken.None);

        var runaway = server.State.Automation("aut_runaway");
        Assert.Equal((0, false), (runaway.PausedCount, runaway.IsEnabled));
        Assert.True(server.State.Automation("aut_nightly").IsEnabled);
        Assert.All(server.State.AuditRows, row => Assert.Equal("stopped by the worker", row.Reason));
    }

    [Fact]
    public async Task Look_FewerPausedThanTheLimit_ChangesNothing()
    {
        await using var server = await ReferenceServer.StartAsync(Small);
        using var host = HostAt(server, "--Runaways:StopAtPaused=20000");

        await Stopper(host).LookAsync("emea", CancellationToken.None);

        Assert.Equal(240, server.State.Automation("aut_runaway").PausedCount);
        Assert.Equal(0, server.Journal.Count(OperationNames.UpdateAutomation));
    }

    [Fact]
    public async Task Look_AnswerIsLostAfterTheWorkWasDone_IsSentAgainAndStops()
    {
        await using var server = await ReferenceServer.StartAsync(Small);
        server.Faults.Add(new FaultRule
        {
            Operation = OperationNames.ResolvePaused,
            Target = "aut_runaway",
            Times = 1,
            Moment = FaultMoment.AfterWork,
            Connection = FaultConnection.Reset,
        });
        using var host = HostAt(server);

        await Stopper(host).LookAsync("emea", CancellationToken.None);

        Assert.Equal(0, server.State.Automation("aut_runaway").PausedCount);
    }

    [Fact]
    public async Task Look_OneTenantRefuses_TheOtherIsStoppedAllTheSame()
    {
        await using var emea = await ReferenceServer.StartAsync(Small);
        await using var us = await ReferenceServer.StartAsync(Small);
        emea.Faults.Add(new FaultRule { Operation = OperationNames.ListAutomations, Status = 403 });
        using var host = HostAt(emea);
        using var both = HostAt(us);

        await Stopper(host).LookAsync("emea", CancellationToken.None);
        await Stopper(both).LookAsync("us", CancellationToken.None);

        Assert.Equal(240, emea.State.Automation("aut_runaway").PausedCount);
        Assert.Equal(0, us.State.Automation("aut_runaway").PausedCount);
    }

    private static IHost HostAt(ReferenceServer server, params string[] args)
    {
        var builder = WorkerHost.CreateBuilder(args);
        foreach (var tenant in Tenants.All)
        {
            builder.Services.Configure<ConductorOneClientOptions>(
                ControlClientNames.Keyed(ControlService.ConductorOne, tenant),
                options =>
                {
                    options.UseReferenceServer(server);
                    options.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
                    options.ResolvePaused.BaseRoundDelay = TimeSpan.FromMilliseconds(1);
                });
        }

        return builder.Build();
    }

    private static RunawayStopper Stopper(IHost host) => host.Services.GetServices<IHostedService>().OfType<RunawayStopper>().Single();
}
