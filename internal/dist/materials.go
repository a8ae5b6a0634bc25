package main

import (
	"bytes"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"net/url"
	"os"
	"strings"
	"time"

	cdx "github.com/CycloneDX/cyclonedx-go"

	"github.com/seed4635ade2/weibo-go/weibo"
)

// materials lists what is linked into a program, as its build information says. There is no serial number, since it would
// have to differ each time, and no graph, since the program does not say which module needs which.
func materials(program string, date time.Time) (*cdx.BOM, error) {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return nil, err
	}
	content, err := os.ReadFile(program)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(content)

	components := []cdx.Component{component(cdx.ComponentTypeLibrary, "std", strings.TrimPrefix(info.GoVersion, "go"))}
	for _, module := range info.Deps {
		components = append(components, component(cdx.ComponentTypeLibrary, module.Path, module.Version))
	}
	subject := component(cdx.ComponentTypeApplication, info.Main.Path, "v"+weibo.Version)
	subject.Hashes = &[]cdx.Hash{{Algorithm: cdx.HashAlgoSHA256, Value: hex.EncodeToString(sum[:])}}

	bom := cdx.NewBOM()
	bom.Metadata = &cdx.Metadata{Timestamp: date.Format(time.RFC3339), Component: &subject}
	bom.Components = &components
	return bom, nil
}

func component(kind cdx.ComponentType, path, version string) cdx.Component {
	address := "pkg:golang/" + path + "@" + url.QueryEscape(version)
	return cdx.Component{BOMRef: address, Type: kind, Name: path, Version: version, PackageURL: address}
}

func writeMaterials(name string, bom *cdx.BOM) error {
	var buf bytes.Buffer
	if err := cdx.NewBOMEncoder(&buf, cdx.BOMFileFormatJSON).SetPretty(true).Encode(bom); err != nil {
		return err
	}
	return os.WriteFile(name, buf.Bytes(), 0o644)
}
