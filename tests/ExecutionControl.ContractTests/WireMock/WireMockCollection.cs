namespace ExecutionControl.ContractTests.WireMock;

[CollectionDefinition(Name)]
public sealed class WireMockCollection : ICollectionFixture<WireMockServer>
{
    public const string Name = "WireMock";
}
