package openim

import (
	"context"
	"crypto/md5" // what open-im wants to check the chunks with
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"github.com/seed4635ade2/weibo-go/gen/openimapi"
	"github.com/seed4635ade2/weibo-go/weibo/wire"
)

// defaultChunk is the size of a chunk where open-im does not say it, in KiB.
const defaultChunk = 10240

// UploadVideo sends a video up, for media_id of [openimapi.CrowdPostParams]: its sum, then chunk after chunk, as Video.Init and
// Video.Upload have it. The video is read twice, and a chunk at a time. The options are for each of the calls; one that fails ends it,
// and nothing tells open-im so. No size limit is published, and whether an upload can go on later is not known. Experimental, known
// since 2026-03-25; nobody recorded an answer.
func (c *Client) UploadVideo(ctx context.Context, name string, video io.ReaderAt, size int64, opts ...wire.Option) (mediaID string, err error) {
	if size <= 0 {
		return "", errors.New("openim: the video is empty")
	}
	whole, err := sum(ctx, video, 0, size)
	if err != nil {
		return "", err
	}
	begun, err := c.Video.Init(ctx, openimapi.VideoInitParams{Check: whole, Name: name, Length: size}, opts...)
	if err != nil {
		return "", err
	}
	chunk := chunkSize(begun.Length)
	params := openimapi.VideoUploadParams{
		FileToken: begun.FileToken, FileLength: size, FileCheck: whole, ChunkCount: int((size + chunk - 1) / chunk),
	}
	for ; params.StartLoc < size; params.StartLoc += chunk {
		params.ChunkIndex++
		params.ChunkSize = min(chunk, size-params.StartLoc)
		done, err := c.uploadChunk(ctx, params, video, opts)
		if err != nil {
			return "", err
		}
		if last := params.ChunkIndex == params.ChunkCount; last && !done.Complete {
			return "", fmt.Errorf("openim: open-im has all %d chunks of the video, and says that it is not complete", params.ChunkCount)
		}
	}
	return begun.MediaID, nil
}

// chunkSize returns the size of a chunk in bytes.
func chunkSize(kib int) int64 {
	const most = 1 << 30 // what is above makes no sense
	if kib <= 0 || kib > most>>10 {
		kib = defaultChunk
	}
	return int64(kib) << 10
}

func (c *Client) uploadChunk(
	ctx context.Context, params openimapi.VideoUploadParams, video io.ReaderAt, opts []wire.Option,
) (_ *openimapi.VideoChunk, err error) {
	if params.SectionCheck, err = sum(ctx, video, params.StartLoc, params.ChunkSize); err != nil {
		return nil, err
	}
	params.Chunk = wire.NewFile("chunk", true, func() (io.ReadCloser, int64, error) {
		return io.NopCloser(io.NewSectionReader(video, params.StartLoc, params.ChunkSize)), params.ChunkSize, nil
	})
	return c.Video.Upload(ctx, params, opts...)
}

// sum returns the MD5 of a part of a video.
func sum(ctx context.Context, video io.ReaderAt, start, size int64) (string, error) {
	h := md5.New()
	part := io.NewSectionReader(video, start, size)
	switch n, err := io.Copy(h, &interruptible{ctx, part}); {
	case err != nil:
		return "", fmt.Errorf("openim: reading the video: %w", err)
	case n < size:
		return "", fmt.Errorf("openim: reading the video: %w", io.ErrUnexpectedEOF)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// An interruptible reader ends with its context.
type interruptible struct {
	ctx context.Context
	r   io.Reader
}

func (r *interruptible) Read(b []byte) (int, error) {
	if r.ctx.Err() != nil {
		return 0, context.Cause(r.ctx)
	}
	return r.r.Read(b)
}
