using System.Reflection;
using System.Runtime.Serialization;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Abstractions.Serialization;
using Microsoft.Kiota.Http.HttpClientLibrary;
using Microsoft.Kiota.Serialization.Json;

namespace ExecutionControl.ContractTests.Specification;

/// <summary>Reads the surface that a generated client covers, by asking its request builders and models.</summary>
internal sealed class ClientSurface
{
    private readonly ApiSurface _surface = new();
    private readonly IRequestAdapter _adapter;

    private ClientSurface(IRequestAdapter adapter) => _adapter = adapter;

    /// <param name="assembly">The assembly that the client was compiled into.</param>
    /// <param name="clientNamespace">The namespace that the client was generated into.</param>
    public static ApiSurface Read(Assembly assembly, string clientNamespace)
    {
        using var adapter = new HttpClientRequestAdapter(new AnonymousAuthenticationProvider(), new JsonParseNodeFactory(), new JsonSerializationWriterFactory());
        var reader = new ClientSurface(adapter);
        var types = assembly.GetTypes().Where(type =>
            type.Namespace is { } name && (name == clientNamespace || name.StartsWith(clientNamespace + ".", StringComparison.Ordinal)));
        foreach (var type in types)
        {
            reader.ReadType(type);
        }

        return reader._surface;
    }

    private void ReadType(Type type)
    {
        if (type.IsEnum)
        {
            _surface.AddEnumeration(type.Name, type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(WireName));
        }
        else if (type.IsAssignableTo(typeof(BaseRequestBuilder)))
        {
            ReadRequestBuilder(type);
        }
        else if (type.IsAssignableTo(typeof(IParsable)))
        {
            _surface.AddModel(type.Name, ((IParsable)Activator.CreateInstance(type)!).GetFieldDeserializers().Keys);
        }
    }

    private static string WireName(FieldInfo value) => value.GetCustomAttribute<EnumMemberAttribute>()?.Value ?? value.Name;

    private void ReadRequestBuilder(Type type)
    {
        var requests = type.GetMethods().Where(method => method.ReturnType == typeof(RequestInformation)).ToList();
        if (requests.Count == 0)
        {
            return;
        }

        var builder = Activator.CreateInstance(type, new Dictionary<string, object>(StringComparer.Ordinal), _adapter);
        foreach (var request in requests)
        {
            var arguments = request.GetParameters().Select(parameter =>
                parameter.ParameterType.IsAssignableTo(typeof(IParsable)) ? Activator.CreateInstance(parameter.ParameterType) : null);
            var information = (RequestInformation)request.Invoke(builder, [.. arguments])!;
            var (path, query) = Split(information.UrlTemplate!);
            _surface.AddOperation(information.HttpMethod.ToString(), path, query);
        }
    }

    // "{+baseurl}/api/v1/executions{?limit*,skip*}" is the path and the two parameters.
    private static (string Path, IEnumerable<string> QueryParameters) Split(string urlTemplate)
    {
        var parts = urlTemplate.Replace("{+baseurl}", "", StringComparison.Ordinal).Split("{?");
        var query = parts.Length > 1 ? parts[1].TrimEnd('}').Split(',').Select(name => Uri.UnescapeDataString(name.TrimEnd('*'))) : [];
        return (Uri.UnescapeDataString(parts[0]), query);
    }
}
