using ExecutionControl.Client.ConductorOne;

namespace ExecutionControl.Client.Tests.PublicApi;

public sealed class PublicApiTests
{
    [Fact]
    public void PublicApi_Client_OffersNothingOfTheGeneratedCode()
    {
        var exported = typeof(ConductorOneClient).Assembly.GetExportedTypes();

        Assert.DoesNotContain(exported, type => type.Namespace!.Contains(".Generated", StringComparison.Ordinal));
    }

    [Fact]
    public void PublicApi_AsynchronousMethods_TakeACancellationTokenLast()
    {
        var methods = typeof(ConductorOneClient).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetMethods())
            .Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal) && method.DeclaringType!.Assembly == typeof(ConductorOneClient).Assembly)
            .ToList();

        Assert.NotEmpty(methods);
        Assert.All(methods, method => Assert.Equal(typeof(CancellationToken), method.GetParameters()[^1].ParameterType));
    }

    [Fact]
    public void PublicApi_Clients_CanBeMocked()
    {
        var clients = typeof(ConductorOneClient).Assembly.GetExportedTypes().Where(type => type.Name.EndsWith("Client", StringComparison.Ordinal)).ToList();

        Assert.Equal(3, clients.Count);
        Assert.All(clients, client =>
        {
            Assert.Contains(client.GetConstructors(System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance), constructor => constructor.IsFamily && constructor.GetParameters().Length == 0);
            Assert.All(client.GetMethods().Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal)), method => Assert.True(method.IsVirtual && !method.IsFinal, method.Name));
        });
    }
}
