using ExecutionControl.Client.Codegen;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Client.Kubiya;
using ExecutionControl.Client.Tests.Packaging;

namespace ExecutionControl.Client.Tests.PublicApi;

/// <summary>What the documentation of the clients says in an editor.</summary>
public sealed class DocumentationTests
{
    public static TheoryData<Type> Clients => [typeof(ConductorOneClient), typeof(CodegenClient), typeof(KubiyaClient)];

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Documentation_EveryCall_SaysWhatItThrows(Type client)
    {
        await using var file = File.OpenRead(Path.ChangeExtension(client.Assembly.Location, ".xml"));
        var documentation = await ApiDocumentation.LoadAsync(file);

        foreach (var method in client.GetMethods().Select(method => method.Name).Where(name => name.EndsWith("Async", StringComparison.Ordinal)).Distinct())
        {
            string[] expected = method == "GetAccessTokenAsync"
                ? ["TokenRequestException", "OperationCanceledException", "ObjectDisposedException"]
                : ["ArgumentException", "ControlCallException", "ControlCallCanceledException", "ObjectDisposedException"];
            var overloads = documentation.ExceptionsOf(client, method).ToList();
            Assert.NotEmpty(overloads);
            Assert.All(overloads, thrown => Assert.Equal(expected, thrown));
        }

        Assert.True(documentation.HasExample($"T:{client.FullName}"));
    }
}
