using System.Reflection;
using ExecutionControl.Client.ConductorOne;
using ExecutionControl.Testing.Repository;

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
    public void PublicApi_Kiota_IsNotInIt()
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var named = typeof(ConductorOneClient).Assembly.GetExportedTypes().SelectMany(type => type.GetMembers(Declared)
            .Where(member => member switch
            {
                MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
                FieldInfo field => field.IsPublic || field.IsFamily,
                _ => true,
            })
            .SelectMany(Types)
            .Append(type.BaseType)
            .Concat(type.GetInterfaces()));

        Assert.DoesNotContain(named, type => type?.FullName?.Contains("Kiota", StringComparison.Ordinal) is true);
        var file = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "src", "ExecutionControl.Client", "PublicAPI.Unshipped.txt"));
        Assert.DoesNotContain("Kiota", file, StringComparison.Ordinal);
        Assert.Contains("ITokenSource.GetTokenAsync", file, StringComparison.Ordinal);
    }

    private static IEnumerable<Type?> Types(MemberInfo member) => member switch
    {
        ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
        MethodInfo method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType),
        FieldInfo field => [field.FieldType],
        _ => [],
    };

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
    public void PublicApi_Calls_TakeCallOptionsBeforeTheToken()
    {
        var calls = typeof(ConductorOneClient).Assembly.GetExportedTypes().Where(type => type.Name.EndsWith("Client", StringComparison.Ordinal))
            .SelectMany(client => client.GetMethods())
            .Where(method => method.Name.EndsWith("Async", StringComparison.Ordinal) && method.Name != "GetAccessTokenAsync")
            .ToList();

        Assert.Equal(26, calls.Count);
        Assert.All(calls, call =>
        {
            var options = call.GetParameters()[^2];
            Assert.Equal((typeof(CallOptions), true), (options.ParameterType, options.HasDefaultValue));
        });
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
